"""A fetch follows one redirect, and gives up at the next."""

NOTICED_BY = "Redirect To A Public Address Is Followed"
MENTIONS = "download_failed"


def apply() -> None:
    """Allow one."""
    from manuel_sandbox.domain import safe_fetch

    safe_fetch.MOST_REDIRECTS = 1
