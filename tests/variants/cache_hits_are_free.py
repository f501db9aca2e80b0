"""An answer from the cache is not charged."""

CATEGORY = "cache"
CHOICES = {"cache_hits_charged": False}


def apply() -> None:
    """Nothing more than the choice."""
