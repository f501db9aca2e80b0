"""A question needs two characters."""

NOTICED_BY = "Shortest Question Has One Character"
MENTIONS = "400"


def apply() -> None:
    """Refuse shorter ones."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.handlers.query import Query

    acceptable = Query._acceptable

    def acceptable_if_longer(self, question, field):
        if len(question) < 2:
            raise InvalidFieldError(FieldProblem(field, "it is too short"))
        return acceptable(self, question, field)

    Query._acceptable = acceptable_if_longer
