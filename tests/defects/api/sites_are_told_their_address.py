"""Sites are asked for a file of their IP address, which they do not know: `Host` is what was connected to."""

NOTICED_BY = "Manual Is Fetched From A Website"
MENTIONS = "download_failed"


def apply() -> None:
    """Send the address that was checked."""
    from manuel_sandbox.domain.safe_fetch import Target

    Target.authority = property(lambda self: self.address)
