"""Tabs and line ends in place of blanks hide an attack."""

NOTICED_BY = "Disguised SQL Has No Effect"
MENTIONS = "UNION"


def apply() -> None:
    """Look for blanks only."""
    import re

    from manuel_sandbox.domain import injection

    injection.ATTACK = re.compile(injection.ATTACK.pattern.replace(r"\s+", " +"), re.IGNORECASE)
