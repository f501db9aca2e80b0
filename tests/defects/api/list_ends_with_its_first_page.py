"""The list never has a second page."""

NOTICED_BY = "Manuals Are Listed Page By Page"


def apply() -> None:
    """Give no token."""
    from manuel_sandbox.domain import library

    library._token = lambda page, prefix: None
