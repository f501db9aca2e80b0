"""A recording that is stored while the breaker of the transcriber is open is not deleted."""

NOTICED_BY = "Recording Is Deleted While The Breaker Of The Transcriber Is Open"


def apply() -> None:
    """Clean up after errors of AWS and of users alone."""
    from contextlib import contextmanager

    from manuel_sandbox.aws.errors import CircuitOpenError
    from manuel_sandbox.domain.speech import Transcriber

    @contextmanager
    def stored(self, key, content):
        def delete():
            self._clean_up(
                lambda: self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=key)
            )

        try:
            self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
            yield
        except CircuitOpenError:
            raise
        except BaseException:
            delete()
            raise
        delete()

    Transcriber._stored = stored
