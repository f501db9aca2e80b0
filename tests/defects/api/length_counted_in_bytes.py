"""The length of a question is counted in bytes."""

NOTICED_BY = "Question Length Is Counted In Characters"


def apply() -> None:
    """Count bytes."""
    from manuel_sandbox.handlers.query import Query

    typed = Query._typed

    def typed_by_bytes(self, body):
        excess = len(body.question.encode()) - self._question_length
        if excess > 0:
            body = body.model_copy(update={"question": body.question + " " * excess})
        return typed(self, body)

    Query._typed = typed_by_bytes
