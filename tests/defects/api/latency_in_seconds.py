"""Deep health shows latencies in seconds but for S3's."""

NOTICED_BY = "Slow Dependency Is Degraded"
MENTIONS = "latency_ms"


def apply() -> None:
    """Divide the others."""
    from dataclasses import replace

    from manuel_sandbox.domain.probes import Probes

    run = Probes.run
    Probes.run = lambda self: {
        name: result if name == "s3" else replace(result, latency_ms=result.latency_ms / 1000)
        for name, result in run(self).items()
    }
