"""Sources do not contain the id of the manual."""

NOTICED_BY = "Source Identifies The Passage"


def apply() -> None:
    """Leave it out."""
    from manuel_sandbox.handlers.query import Query

    source = Query._source
    Query._source = lambda self, given: source(self, given) | {"pdf_id": None}
