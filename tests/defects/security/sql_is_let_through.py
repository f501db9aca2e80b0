"""Attacks are looked for in markup alone: no question is refused for its SQL."""

NOTICED_BY = "SQL In A Question Has No Effect"


def apply() -> None:
    """Look for scripts only."""
    import re

    from manuel_sandbox.domain import injection

    injection.ATTACK = re.compile("|".join(injection.SCRIPT), re.IGNORECASE)
