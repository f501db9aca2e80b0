"""Sources name the page before the one that they cite."""

NOTICED_BY = "Question Is Answered From The User's Manual"


def apply() -> None:
    """Count from zero."""
    from manuel_sandbox.handlers.query import Query

    source = Query._source

    def source_of_page_before(self, given):
        told = source(self, given)
        return told | {"page_number": max(1, (told["page_number"] or 2) - 1)}

    Query._source = source_of_page_before
