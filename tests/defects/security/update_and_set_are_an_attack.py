"""Every sentence with `update` and `set` is treated as SQL."""

NOTICED_BY = "Ordinary Questions Are Not Mistaken For Attacks"


def apply() -> None:
    """Take it for that."""
    import re

    from manuel_sandbox.domain import injection

    hasty = r"\bupdate\b.*\bset\b"
    injection.ATTACK = re.compile("|".join((hasty, *injection.SCRIPT, *injection.SQL)), re.IGNORECASE)
