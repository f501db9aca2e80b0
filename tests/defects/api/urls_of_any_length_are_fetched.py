"""URLs of any length are fetched."""

NOTICED_BY = "Longest URL Is Fetched And One Character More Is Refused"


def apply() -> None:
    """Allow nearly any number."""
    from manuel_sandbox.domain import safe_fetch

    safe_fetch.LONGEST_URL = 100_000
