"""Errors about parameters, headers and the content of files say what is wrong for people, and have no `details`."""

NOTICED_BY = "Details Name Each Invalid Field"
MENTIONS = "details.0.field"


def apply() -> None:
    """Leave them to the check of types."""
    from manuel_sandbox.domain.errors import InvalidFieldError
    from manuel_sandbox.handlers import api

    create = InvalidFieldError.__init__

    class WrongTypeError(InvalidFieldError):
        def __init__(self, *problems):
            create(self, *problems)

    def without_details(self, *problems):
        create(self, *problems)
        self.problems = ()

    InvalidFieldError.__init__, api.InvalidFieldError = without_details, WrongTypeError
