"""The service reports itself as healthy while the breaker of S3 or of the transcriber is open."""

NOTICED_BY = "Health Depends On Whose Breaker Is Open"
MENTIONS = "healthy"


def apply() -> None:
    """Ask the breaker of the model alone."""
    from manuel_sandbox.handlers import health

    overall = health._overall
    health._overall = lambda statuses: overall(
        {
            name: "healthy" if name in ("s3", "transcribe") and len(statuses) == 4 else status
            for name, status in statuses.items()
        }
    )
