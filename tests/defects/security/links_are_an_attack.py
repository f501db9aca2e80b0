"""Every sentence with a link is treated as an attack."""

NOTICED_BY = "Ordinary Questions Are Not Mistaken For Attacks"
MENTIONS = "malicious_input"


def apply() -> None:
    """Look for the scheme."""
    import re

    from manuel_sandbox.domain import injection

    pattern = re.compile(r"https?://", re.IGNORECASE)
    looks_like_attack = injection.looks_like_attack
    injection.looks_like_attack = lambda text: looks_like_attack(text) or pattern.search(text) is not None
