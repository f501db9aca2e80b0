"""Calls that a client gives up waiting for do not count for the circuit breaker: only errors of AWS do."""

NOTICED_BY = "Model That Never Responds Is Reported As A Timeout And Not Charged"


def apply() -> None:
    """Do not count them."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker
    from manuel_sandbox.aws.dependency import TIMEOUTS

    ignored, names = CircuitBreaker._does_not_count, [each.__name__ for each in TIMEOUTS]

    def ignore_them(self, error):
        return ignored(self, error) or getattr(error, "cause_type", "") in names

    CircuitBreaker._does_not_count = ignore_them
