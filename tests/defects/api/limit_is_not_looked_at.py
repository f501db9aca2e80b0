"""Pages have a fixed length."""

NOTICED_BY = "Manuals Are Listed Page By Page"


def apply() -> None:
    """Always twenty."""
    from dataclasses import replace

    from manuel_sandbox.handlers import manuals

    requested_page = manuals.requested_page
    manuals.requested_page = lambda request: replace(requested_page(request), limit=20)
