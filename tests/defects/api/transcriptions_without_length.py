"""A transcription does not report the length of the recording."""

NOTICED_BY = "Transcription States Its Cost"


def apply() -> None:
    """Omit it."""
    from dataclasses import replace

    from manuel_sandbox.domain.speech import Transcriber

    transcribe = Transcriber.transcribe

    def transcribe_nothing(self, user_id, recording, *, field):
        return replace(transcribe(self, user_id, recording, field=field), audio_seconds=0.0)

    Transcriber.transcribe = transcribe_nothing
