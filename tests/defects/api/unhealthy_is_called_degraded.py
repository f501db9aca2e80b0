"""Deep health answers 200 even without the database."""

NOTICED_BY = "Service Is Unhealthy Without Its Database"


def apply() -> None:
    """Treat no dependency as essential."""
    from manuel_sandbox.handlers import health

    health.ESSENTIAL = ()
