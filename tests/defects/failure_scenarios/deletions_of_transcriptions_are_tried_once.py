"""The deletion of a transcription job is not repeated if Transcribe is busy: what was said stays."""

NOTICED_BY = "Recording Is Deleted Although Its Deletion Is Throttled At First"
MENTIONS = "transcribe.DeleteTranscriptionJob"


def apply() -> None:
    """Delete with one attempt."""
    from contextlib import contextmanager, suppress

    from botocore.exceptions import BotoCoreError, ClientError

    from manuel_sandbox.domain.speech import Transcriber

    @contextmanager
    def job(self, name, key, media_format):
        try:
            self._start(name, key, media_format)
            yield
        finally:
            with suppress(BotoCoreError, ClientError):
                client = self._clients._client("transcribe", attempts=1)
                client.delete_transcription_job(TranscriptionJobName=name)

    Transcriber._job = job
