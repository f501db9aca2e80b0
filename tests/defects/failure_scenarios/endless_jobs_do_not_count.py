"""A transcription job that never ends does not count for the circuit breaker."""

NOTICED_BY = "Transcription That Never Ends Times Out"


def apply() -> None:
    """Do not count it."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    ignored = CircuitBreaker._does_not_count

    def ignore_it(self, error):
        return ignored(self, error) or getattr(error, "operation", "") == "GetTranscriptionJob"

    CircuitBreaker._does_not_count = ignore_it
