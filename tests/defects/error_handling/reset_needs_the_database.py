"""A circuit breaker can be closed only while the database works, where each reset is written down."""

NOTICED_BY = "Administrator Can Close A Breaker While The Tables Fail"
MENTIONS = "/reset"


def apply() -> None:
    """Count it there."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    initialise = Endpoint.__init__

    def counted_as_well(self, name, operation, services, *, is_counted=True):
        initialise(self, name, operation, services, is_counted=is_counted or name == "resetCircuitBreaker")

    Endpoint.__init__ = counted_as_well
