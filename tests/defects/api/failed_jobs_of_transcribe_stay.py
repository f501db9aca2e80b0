"""A transcription job that failed is not deleted."""

NOTICED_BY = "Recording Is Deleted After Transcription"
MENTIONS = "DeleteTranscriptionJob"


def apply() -> None:
    """Delete only those that have completed."""
    from contextlib import contextmanager

    from manuel_sandbox.domain.speech import Transcriber

    @contextmanager
    def job_that_may_stay(self, name, key, media_format):
        self._start(name, key, media_format)
        yield
        if self._get_transcription_job(name)["TranscriptionJobStatus"] == "COMPLETED":
            self._clean_up(
                lambda: self._clients.transcribe.delete_transcription_job(TranscriptionJobName=name)
            )

    Transcriber._job = job_that_may_stay
