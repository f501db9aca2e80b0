"""Deep health says that all is well without asking."""

NOTICED_BY = "Deep Health Check Calls The Dependencies"


def apply() -> None:
    """Ask nobody."""
    from manuel_sandbox.domain.probes import ProbeResult, Probes

    Probes.run = lambda self: {name: ProbeResult("healthy", 1.0) for name in self._probes}
