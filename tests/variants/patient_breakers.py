"""Circuit breakers open later, and try again sooner."""

CHOICES = {"breaker_failures": 7, "breaker_reset_seconds": 20}


def apply() -> None:
    """Change nothing but the choices."""
