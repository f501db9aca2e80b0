"""Deep health checks the dependencies one after the other."""

NOTICED_BY = "Dependencies Are Checked At The Same Time"


def apply() -> None:
    """Ask them in a row."""
    from manuel_sandbox.domain import probes

    def in_turn(self):
        return {name: probes._run(prepare()) for name, prepare in self._probes.items()}

    probes.Probes.run = in_turn
