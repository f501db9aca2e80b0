"""A spoken question is not searched for attack patterns."""

NOTICED_BY = "Spoken Attack Has No Effect"
MENTIONS = "400"


def apply() -> None:
    """Look at typed questions alone."""
    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable
    Query._acceptable = lambda self, question, field: (
        question if field == "file_data" else acceptable(self, question, field)
    )
