"""`Host` lacks the port of an address that has one."""

NOTICED_BY = "Manual Is Fetched From Another Port"
MENTIONS = "download_failed"


def apply() -> None:
    """Send the name alone."""
    from manuel_sandbox.domain.safe_fetch import Target

    Target.authority = property(lambda self: self.host)
