"""The length of a file name is counted in bytes."""

NOTICED_BY = "File Name Is Kept"


def apply() -> None:
    """Refuse names of more than 255 bytes."""
    from manuel_sandbox.domain.errors import FieldProblem, InvalidFieldError
    from manuel_sandbox.handlers import manuals

    sanitise = manuals.sanitise

    def short_enough(text, field, policy):
        if len(text.encode()) > 255:
            raise InvalidFieldError(FieldProblem(field, "it is too long"))
        return sanitise(text, field, policy)

    manuals.sanitise = short_enough
