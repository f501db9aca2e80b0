"""Questions are charged while the breaker of the model is open."""

NOTICED_BY = "Open Circuit Breaker Refuses Questions And Charges Nothing"


def apply() -> None:
    """Charge what the breaker refuses."""
    import sys

    from manuel_sandbox.aws.errors import CircuitOpenError
    from manuel_sandbox.domain.quota import Quota

    release = Quota.release

    def release_some(self, reservation):
        if not isinstance(sys.exc_info()[1], CircuitOpenError):
            release(self, reservation)

    Quota.release = release_some
