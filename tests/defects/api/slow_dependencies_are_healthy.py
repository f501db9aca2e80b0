"""Deep health calls a dependency healthy however slow it is."""

NOTICED_BY = "Slow Dependency Is Degraded"
MENTIONS = "status=degraded"


def apply() -> None:
    """Let each take its time."""
    from manuel_sandbox.domain import probes

    probes.SLOW_SECONDS = 60.0
