"""An open circuit breaker lets calls through after two thirds of its time."""

NOTICED_BY = "Open Breaker Stays Open Until Its Reset Timeout"


def apply() -> None:
    """Shorten the time, and go on saying the whole."""
    from manuel_sandbox.aws import circuit_breakers

    left = circuit_breakers._Storage.seconds_until_half_open
    circuit_breakers._Storage.seconds_until_half_open = lambda self, seconds: left(self, seconds * 2 / 3)
    opened_at = circuit_breakers._Storage.opened_at
    from datetime import timedelta

    circuit_breakers._Storage.opened_at = property(
        lambda self: opened_at.fget(self) - timedelta(seconds=10), opened_at.fset
    )
