"""A recording is deleted as soon as its job has been accepted, which may not have read it yet."""

NOTICED_BY = "Recording Is Deleted After A Successful Transcription"
MENTIONS = "Expected"


def apply() -> None:
    """Delete it once the job has been started."""
    from manuel_sandbox.domain.speech import Transcriber

    start = Transcriber._start

    def start_and_delete(self, name, key, media_format):
        start(self, name, key, media_format)
        self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key)

    Transcriber._start = start_and_delete
