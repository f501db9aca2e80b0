"""Requests to https sites are not encrypted."""

NOTICED_BY = "Manual Is Fetched Over HTTPS"
MENTIONS = "download_failed"


def apply() -> None:
    """Send them to port 443 as they are."""
    from manuel_sandbox.domain import safe_fetch

    safe_fetch._secured = lambda stream, target, context: stream
