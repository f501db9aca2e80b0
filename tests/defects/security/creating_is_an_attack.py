"""Every sentence with a verb of SQL such as `create` is treated as SQL."""

NOTICED_BY = "Ordinary Questions Are Not Mistaken For Attacks"
MENTIONS = "malicious_input"


def apply() -> None:
    """Look for the words."""
    import re

    from manuel_sandbox.domain import injection

    pattern = re.compile(r"\b(create|alter|truncate|execute)\b", re.IGNORECASE)
    looks_like_attack = injection.looks_like_attack
    injection.looks_like_attack = lambda text: looks_like_attack(text) or pattern.search(text) is not None
