"""A manual that has moved is not fetched."""

NOTICED_BY = "Redirect To A Public Address Is Followed"


def apply() -> None:
    """Follow none."""
    from manuel_sandbox.domain import safe_fetch

    safe_fetch.MOST_REDIRECTS = 0
