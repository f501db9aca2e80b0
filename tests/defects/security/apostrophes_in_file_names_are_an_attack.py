"""File names with an apostrophe or a semicolon are treated as SQL."""

NOTICED_BY = "File Name Is Kept"
MENTIONS = "malicious_input"


def apply() -> None:
    """Look for the signs."""
    import re

    from manuel_sandbox.domain.errors import FieldProblem, MaliciousInputError
    from manuel_sandbox.handlers import manuals

    sanitise = manuals.sanitise

    def sanitise_name(text, field, policy):
        if re.search("[';]", text):
            raise MaliciousInputError(FieldProblem(field, "it contains code, not only text"))
        return sanitise(text, field, policy)

    manuals.sanitise = sanitise_name
