"""The metadata of a deleted manual stays in the bucket."""

NOTICED_BY = "Half-Finished Deletion Can Be Repeated"


def apply() -> None:
    """Delete only the PDF."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    def delete(self, manual):
        self._s3.call(self._clients.s3.delete_object, Bucket=self._bucket, Key=manual.key)

    ManualFiles.delete = delete
