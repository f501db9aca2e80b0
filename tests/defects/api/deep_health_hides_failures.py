"""Deep health calls a dependency healthy that answers with an error."""

NOTICED_BY = "Deep Health Shows Which Dependency Is Down"


def apply() -> None:
    """Call it healthy."""
    from dataclasses import replace

    from manuel_sandbox.domain.probes import Probes

    run = Probes.run
    Probes.run = lambda self: {name: replace(result, status="healthy") for name, result in run(self).items()}
