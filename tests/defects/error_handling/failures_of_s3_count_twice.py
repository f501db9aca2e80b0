"""A failed call of S3 counts twice, so that its breaker opens too soon."""

NOTICED_BY = "Failed Request Is One Failure Of Its Dependency"
MENTIONS = "s3"


def apply() -> None:
    """Count failures of S3 once more."""
    from contextlib import contextmanager

    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
    from manuel_sandbox.aws.errors import DependencyError

    guard = CircuitBreaker.guard

    @contextmanager
    def guard_and_count(self, operation):
        try:
            with guard(self, operation):
                yield
        except DependencyError:
            if self.service == "s3":
                self._storage.increment_counter()
            raise

    CircuitBreaker.guard = guard_and_count
