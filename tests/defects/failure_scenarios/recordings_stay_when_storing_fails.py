"""A recording that S3 has stored without saying so is not deleted."""

NOTICED_BY = "Recording Is Deleted Whatever Fails"


def apply() -> None:
    """Clean up what is known to be stored."""
    from contextlib import contextmanager

    from manuel_sandbox.domain.speech import Transcriber

    @contextmanager
    def stored(self, key, content):
        self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
        try:
            yield
        finally:
            self._clean_up(
                lambda: self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key)
            )

    Transcriber._stored = stored
