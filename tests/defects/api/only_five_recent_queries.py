"""Only the last five queries are kept."""

NOTICED_BY = "Only The Last Ten Queries Are Listed As Recent"


def apply() -> None:
    """Keep five."""
    from manuel_sandbox.domain import costs

    costs.RECENT_ENTRIES = 5
