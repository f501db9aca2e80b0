"""Deep health reports that all is well without checking anything."""

NOTICED_BY = "Deep Health Check Calls The Dependencies"


def apply() -> None:
    """Check nothing."""
    from manuel_sandbox.domain.probes import ProbeResult, Probes

    Probes.run = lambda self: {name: ProbeResult("healthy", 1.0) for name in self._factories}
