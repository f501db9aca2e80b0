"""A dependency whose connections break is called for ever."""

NOTICED_BY = "Unreadable Responses Count Towards Opening The Breaker"
MENTIONS = "failures"


def apply() -> None:
    """Ignore broken connections."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    ignored = CircuitBreaker._does_not_count
    CircuitBreaker._does_not_count = lambda self, error: (
        ignored(self, error) or "Connection" in getattr(error, "cause_type", "")
    )
