"""Recordings are not deleted at once, but left to the bucket's expiry."""

NOTICED_BY = "Recording Is Deleted After A Successful Transcription"


def apply() -> None:
    """Delete only the job."""
    from contextlib import contextmanager

    from manuel_sandbox.domain.speech import Transcriber

    @contextmanager
    def stored(self, key, content):
        self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
        yield

    Transcriber._stored = stored
