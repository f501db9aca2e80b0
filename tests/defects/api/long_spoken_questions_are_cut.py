"""A spoken question that is too long is cut and answered."""

NOTICED_BY = "Spoken Question May Be As Long As A Typed One"
MENTIONS = "400"


def apply() -> None:
    """Let spoken questions have any length."""
    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable

    def acceptable_if_typed(self, question, field):
        return acceptable(
            self, question[: self._question_length] if field == "file_data" else question, field
        )

    Query._acceptable = acceptable_if_typed
