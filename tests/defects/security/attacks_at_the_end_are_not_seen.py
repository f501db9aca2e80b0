"""Only the first 500 characters of a text are searched for attacks."""

NOTICED_BY = "Attack At The End Of A Long Question Has No Effect"
MENTIONS = "400"


def apply() -> None:
    """Search no further."""
    from manuel_sandbox.domain import injection

    looks_like_attack = injection.looks_like_attack
    injection.looks_like_attack = lambda text: looks_like_attack(text[:500])
