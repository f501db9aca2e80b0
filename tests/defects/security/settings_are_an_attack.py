"""Every sentence with `on` and an equals sign is treated as the handler of an event."""

NOTICED_BY = "Ordinary Questions Are Not Mistaken For Attacks"
MENTIONS = "malicious_input"


def apply() -> None:
    """Look for the beginning of its name."""
    import re

    from manuel_sandbox.domain import injection

    pattern = re.compile(r"\bon\w*\s*=", re.IGNORECASE)
    looks_like_attack = injection.looks_like_attack
    injection.looks_like_attack = lambda text: looks_like_attack(text) or pattern.search(text) is not None
