"""Of all that runs in a page the tag `script` alone is looked for."""

NOTICED_BY = "Script In A Question Has No Effect"


def apply() -> None:
    """Look for it alone."""
    import re

    from manuel_sandbox.domain import injection

    injection.ATTACK = re.compile("|".join((r"<\s*/?\s*script\b", *injection.SQL)), re.IGNORECASE)
