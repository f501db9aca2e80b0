"""A half-open breaker counts as healthy."""

NOTICED_BY = "Health Is Degraded Until A Half-Open Breaker Closes"
MENTIONS = "healthy"


def apply() -> None:
    """Say so."""
    from manuel_sandbox.handlers import health

    health.HEALTH["half_open"] = "healthy"
