"""Attack patterns are searched for in markup only, not in SQL."""

NOTICED_BY = "SQL In A Question Has No Effect"


def apply() -> None:
    """Search only for scripts."""
    import re

    from manuel_sandbox.domain import injection

    injection.ATTACK = re.compile("|".join(injection.SCRIPT), re.IGNORECASE)
