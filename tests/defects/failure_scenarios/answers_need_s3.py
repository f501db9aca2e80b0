"""Each source is looked up in S3 before an answer is returned."""

NOTICED_BY = "Only Typed Questions Are Answered While S3 Is Down"
MENTIONS = "Got 503"


def apply() -> None:
    """Check that the file exists."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    url = ManualFiles.url

    def checked(self, manual):
        self._s3.call(self._clients.s3.head_object, Bucket=self._bucket, Key=manual.key)
        return url(self, manual)

    ManualFiles.url = checked
