"""A dependency that replies with garbage is called for ever: its circuit breaker counts errors of AWS alone."""

NOTICED_BY = "Unreadable Responses Count Towards Opening The Breaker"
MENTIONS = "failures"


def apply() -> None:
    """Ignore replies that cannot be read."""
    from manuel_sandbox.aws.circuit_breakers import CircuitBreaker

    ignored = CircuitBreaker._does_not_count
    CircuitBreaker._does_not_count = lambda self, error: (
        ignored(self, error)
        or getattr(error, "cause_type", "") in ("InvalidReplyError", "ResponseParserError")
    )
