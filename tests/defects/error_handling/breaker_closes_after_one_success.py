"""One success closes a half-open breaker."""

NOTICED_BY = "Two Successes Close A Half-Open Breaker"


def apply() -> None:
    """Require one success."""
    from manuel_sandbox.aws import circuit_breakers

    circuit_breakers.SUCCESSES_TO_CLOSE = 1
