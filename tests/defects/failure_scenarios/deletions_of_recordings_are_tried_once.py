"""The deletion of a recording is not repeated if S3 is busy: the recording stays."""

NOTICED_BY = "Recording Is Deleted Although Its Deletion Is Throttled At First"
MENTIONS = "in bucket manuel-audio"


def apply() -> None:
    """Delete with one attempt."""
    from contextlib import contextmanager, suppress

    from botocore.exceptions import BotoCoreError, ClientError

    from manuel_sandbox.domain.speech import Transcriber

    @contextmanager
    def stored(self, key, content):
        try:
            self._s3.call(self._clients.s3.put_object, Bucket=self._bucket, Key=key, Body=content)
            yield
        finally:
            with suppress(BotoCoreError, ClientError):
                self._clients._client("s3", attempts=1).delete_object(Bucket=self._bucket, Key=key)

    Transcriber._stored = stored
