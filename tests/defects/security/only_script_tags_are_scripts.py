"""Of all active content, only the tag `script` is rejected."""

NOTICED_BY = "Script In A Question Has No Effect"


def apply() -> None:
    """Search only for it."""
    import re

    from manuel_sandbox.domain import injection

    injection.ATTACK = re.compile("|".join((r"<\s*/?\s*script\b", *injection.SQL)), re.IGNORECASE)
