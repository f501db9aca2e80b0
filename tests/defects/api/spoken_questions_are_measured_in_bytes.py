"""The length of a spoken question is counted in bytes, that of a typed one in characters."""

NOTICED_BY = "Spoken Question May Be As Long As A Typed One"
MENTIONS = "file_data"


def apply() -> None:
    """Encode what was said."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable

    def short_enough(self, question, field):
        if field == "file_data" and len(question.encode()) > self._question_length:
            problem = f"it must have at most {self._question_length} characters"
            raise InvalidFieldError(FieldProblem(field, problem))
        return acceptable(self, question, field)

    Query._acceptable = short_enough
