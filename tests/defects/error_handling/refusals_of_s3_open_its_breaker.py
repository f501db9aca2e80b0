"""Calls that S3 refuses count for its circuit breaker, as if it had failed."""

NOTICED_BY = "Calls That Any Dependency Refuses Do Not Count As Failures"
MENTIONS = "with 1 of 5 failures"


def apply() -> None:
    """Count them."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
    from manuel_sandbox.aws.errors import DependencyRefusedError

    ignored = CircuitBreaker._does_not_count
    CircuitBreaker._does_not_count = lambda self, error: (
        ignored(self, error)
        and not (
            isinstance(error, DependencyRefusedError)
            and error.service == self.service == "s3"
            and "AccessDenied" in error.cause_type
        )
    )
