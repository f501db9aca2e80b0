"""While the breaker of the database is open, the service is degraded, and no load balancer takes it out."""

NOTICED_BY = "Health Depends On Whose Breaker Is Open"
MENTIONS = "degraded"


def apply() -> None:
    """Call nothing essential in the shallow check, which looks at the four breakers."""
    from manuel_sandbox.handlers import health

    overall = health._overall
    health._overall = lambda statuses: (
        "degraded" if len(statuses) == 4 and overall(statuses) == "unhealthy" else overall(statuses)
    )
