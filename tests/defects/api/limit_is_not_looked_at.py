"""Pages have a fixed length."""

NOTICED_BY = "Manuals Are Listed Page By Page"


def apply() -> None:
    """Always twenty."""
    from dataclasses import replace

    from manuel_sandbox.handlers import manuals

    page_wanted = manuals.page_wanted
    manuals.page_wanted = lambda request: replace(page_wanted(request), limit=20)
