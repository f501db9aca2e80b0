"""The byte order mark at the beginning of a question is removed."""

NOTICED_BY = "Question Is Echoed Unchanged"
MENTIONS = "descale"


def apply() -> None:
    """Remove it."""
    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable
    Query._acceptable = lambda self, question, field: acceptable(self, question, field).removeprefix("\ufeff")
