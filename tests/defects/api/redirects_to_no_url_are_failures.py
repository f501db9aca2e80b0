"""A site that redirects to something that is no URL makes the backend fail."""

NOTICED_BY = "Unusable Download Is Refused"
MENTIONS = "Got 502"


def apply() -> None:
    """Do not expect that."""
    from urllib.parse import urljoin

    from manuel_sandbox.domain import safe_fetch

    safe_fetch._absolute = urljoin
