"""Deep health calls a dependency healthy that answers with an error."""

NOTICED_BY = "Dependency That Is Down Is Shown"


def apply() -> None:
    """Call it healthy."""
    from dataclasses import replace

    from manuel_sandbox.domain.probes import Probes

    run = Probes.run
    Probes.run = lambda self: {name: replace(result, status="healthy") for name, result in run(self).items()}
