"""Every sentence with the word `script` is treated as one."""

NOTICED_BY = "Ordinary Questions Are Not Mistaken For Attacks"
MENTIONS = "malicious_input"


def apply() -> None:
    """Look for the word."""
    import re

    from manuel_sandbox.domain import injection

    pattern = re.compile(r"\bscript\b", re.IGNORECASE)
    looks_like_attack = injection.looks_like_attack
    injection.looks_like_attack = lambda text: looks_like_attack(text) or pattern.search(text) is not None
