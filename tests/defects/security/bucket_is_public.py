"""The bucket of the manuals is public, so that links need no signature."""

NOTICED_BY = "Link Expires Within An Hour"


def apply() -> None:
    """Return the unsigned address."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    ManualFiles.url = lambda self, manual: f"{self._clients.s3.meta.endpoint_url}/{self._bucket}/{manual.key}"
