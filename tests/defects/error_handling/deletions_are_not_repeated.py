"""A deletion in S3 that is throttled is not repeated."""

NOTICED_BY = "Throttled Calls Of A Deletion Are Retried"
MENTIONS = "503"


def apply() -> None:
    """Delete with one attempt."""
    from manuel_sandbox.domain.manual_files import ManualFiles, _metadata_key

    def delete_once(self, manual):
        client = self._clients._client("s3", attempts=1)
        for key in (manual.key, _metadata_key(manual)):
            with self._s3.guard("DeleteObject"):
                try:
                    client.delete_object(Bucket=self._bucket, Key=key)
                except Exception as error:
                    raise self._s3._failure(error, "DeleteObject") from error

    ManualFiles.delete = delete_once
