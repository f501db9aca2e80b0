"""An error says that the request is invalid, but not which field."""

NOTICED_BY = "Invalid Field Is Named"


def apply() -> None:
    """Name the body."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError

    create = InvalidFieldError.__init__

    def without_names(self, *problems):
        create(self, *(FieldProblem("body", problem.message) for problem in problems))

    InvalidFieldError.__init__ = without_names
