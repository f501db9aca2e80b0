"""A recording is deleted only if its transcription succeeded."""

NOTICED_BY = "Failed Transcription Is Reported As Unavailable And Not Charged"


def apply() -> None:
    """Clean up at the end of the good case."""
    from contextlib import contextmanager

    from manuel_sandbox.domain.speech import Transcriber

    @contextmanager
    def stored(self, key, content):
        self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
        yield
        self._clean_up(lambda: self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key))

    Transcriber._stored = stored
