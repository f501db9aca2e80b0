"""Recordings that cannot be read count as failures of the transcriber, so that one user can stop it for all."""

NOTICED_BY = "User Errors Do Not Count As Failures"
MENTIONS = "503"


def apply() -> None:
    """Count every error but those of AWS about the call."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
    from manuel_sandbox.aws.errors import DependencyError

    is_ignored = CircuitBreaker._does_not_count
    CircuitBreaker._does_not_count = lambda self, error: (
        isinstance(error, DependencyError) and is_ignored(self, error)
    )
