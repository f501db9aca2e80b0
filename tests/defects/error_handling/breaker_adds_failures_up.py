"""Failures are added up for ever, whatever succeeds in between."""

NOTICED_BY = "Success Resets The Failure Count"


def apply() -> None:
    """Keep the count."""
    from manuel_sandbox.aws import circuit_breakers

    class Forgetful(circuit_breakers._Storage):
        def reset_counter(self):
            if self.state != "closed":
                super().reset_counter()

    circuit_breakers._Storage = Forgetful
