"""Questions are asked and returned in another Unicode normalisation form than they were sent in."""

NOTICED_BY = "Question Is Echoed Unchanged"


def apply() -> None:
    """Compose letters and their accents."""
    import unicodedata

    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable

    def composed(self, question, field):
        return acceptable(self, unicodedata.normalize("NFC", question), field)

    Query._acceptable = composed
