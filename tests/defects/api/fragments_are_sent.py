"""The fragment of an address is sent to its server, which then has no such file."""

NOTICED_BY = "Fragment Of A URL Is Not Sent"
MENTIONS = "download_failed"


def apply() -> None:
    """Append it to the path."""
    from manuel_sandbox.domain.safe_fetch import Target

    path = Target.path.fget
    Target.path = property(
        lambda self: path(self) + (f"%23{self.parts.fragment}" if self.parts.fragment else "")
    )
