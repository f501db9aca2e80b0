"""Only the first line is searched for attack patterns."""

NOTICED_BY = "Disguised SQL Has No Effect"


def apply() -> None:
    """Look no further."""
    from manuel_sandbox.domain import injection

    looks_like_attack = injection.looks_like_attack
    injection.looks_like_attack = lambda text: looks_like_attack(text.partition("\n")[0])
