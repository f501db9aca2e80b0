"""A recording is transcribed before the quota is looked at, and then the text is refused."""

NOTICED_BY = "Nothing Is Paid For A User Whose Quota Is Exhausted"
MENTIONS = "transcribe."


def apply() -> None:
    """Transcribe first."""
    from manuel_sandbox.domain.audio import read_recording
    from manuel_sandbox.domain.errors import QuotaExceededError
    from manuel_sandbox.handlers.transcribe import Transcribe, TranscribeBody

    call = Transcribe.__call__

    def transcribe_first(self, request):
        try:
            return call(self, request)
        except QuotaExceededError:
            body = request.json(TranscribeBody)
            recording = read_recording(body.audio_data, body.content_type, field="audio_data")
            self._transcriber.transcribe(request.user_id, recording, field="audio_data")
            raise

    Transcribe.__call__ = transcribe_first
