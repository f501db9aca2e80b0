"""The latency of a dependency includes that of those before it: one that is slow makes others look slow."""

NOTICED_BY = "Slow Dependency Does Not Make Others Look Slow"


def apply() -> None:
    """Show the longest so far."""
    from manuel_sandbox.domain.probes import ProbeResult, Probes

    run = Probes.run

    def run_in_turn(self):
        longest, shown = 0.0, {}
        for name, result in run(self).items():
            longest = max(longest, result.latency_ms)
            late = "degraded" if longest >= 1000 else "healthy"
            shown[name] = ProbeResult(result.status if result.status == "unhealthy" else late, longest)
        return shown

    Probes.run = run_in_turn
