"""Without its database the service answers deep health with 200."""

NOTICED_BY = "Service Is Unhealthy Without Its Database"


def apply() -> None:
    """Call nothing indispensable."""
    from manuel_sandbox.handlers import health

    health.INDISPENSABLE = ()
