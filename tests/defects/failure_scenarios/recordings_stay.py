"""Recordings are left to the bucket, which deletes them within a day."""

NOTICED_BY = "Recording Is Deleted After A Successful Transcription"


def apply() -> None:
    """Delete the job alone."""
    from contextlib import contextmanager

    from manuel_sandbox.domain.speech import Transcriber

    @contextmanager
    def stored(self, key, content):
        self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
        yield

    Transcriber._stored = stored
