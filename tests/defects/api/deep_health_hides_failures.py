"""Deep health reports a dependency as healthy that answers with an error."""

NOTICED_BY = "Deep Health Shows Which Dependency Is Down"


def apply() -> None:
    """Report it as healthy."""
    from dataclasses import replace

    from manuel_sandbox.domain.probes import Probes

    run = Probes.run
    Probes.run = lambda self: {name: replace(result, status="healthy") for name, result in run(self).items()}
