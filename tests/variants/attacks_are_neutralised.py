"""Attack patterns are neutralised instead of rejected."""

CHOICES = {"injection_policy": "neutralise"}


def apply() -> None:
    """Change nothing but the choice."""
