"""Attack patterns are answered without effect instead of refused."""

CHOICES = {"injection_policy": "neutralise"}


def apply() -> None:
    """Nothing more than the choice."""
