"""A URL of more than 1,024 characters is not fetched."""

NOTICED_BY = "Longest URL Is Fetched And One Character More Is Refused"


def apply() -> None:
    """Allow half as many."""
    from manuel_sandbox.domain import safe_fetch

    safe_fetch.LONGEST_URL = 1024
