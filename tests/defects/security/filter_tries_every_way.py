"""A pattern of the filter backtracks exponentially."""

NOTICED_BY = "Text That Provokes Backtracking Is Answered Quickly"


def apply() -> None:
    """Add such a pattern."""
    import re

    from manuel_sandbox.domain import injection

    busy = r"^<a\b(.*)(.*)([^>]*)\s*\s*\s*/?\s*>$"
    injection.ATTACK = re.compile("|".join((busy, *injection.SCRIPT, *injection.SQL)), re.IGNORECASE)
