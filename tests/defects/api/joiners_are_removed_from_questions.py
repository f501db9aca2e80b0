"""Questions lose the invisible characters that join or part letters, which Persian and emoji are written with."""

NOTICED_BY = "Question Is Echoed Unchanged"


def apply() -> None:
    """Remove what has no width."""
    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable
    without = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff")
    Query._acceptable = lambda self, question, field: acceptable(self, question.translate(without), field)
