"""An answer from the cache is not charged."""

CHOICES = {"cache_hits_charged": False}


def apply() -> None:
    """Change nothing but the choice."""
