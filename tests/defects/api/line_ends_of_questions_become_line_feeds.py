"""The line ends of Windows in a question are replaced with those of Unix."""

NOTICED_BY = "Question Is Echoed Unchanged"
MENTIONS = "Windows"


def apply() -> None:
    """Replace them."""
    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable
    Query._acceptable = lambda self, question, field: acceptable(self, question, field).replace("\r\n", "\n")
