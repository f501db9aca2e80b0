"""A call that began before a breaker opened, and succeeds afterwards, closes it."""

NOTICED_BY = "Success Of An Earlier Call Does Not Close An Open Breaker"


def apply() -> None:
    """Close it at each success."""
    import pybreaker

    def on_success(self):
        if self._breaker.current_state == pybreaker.STATE_OPEN:
            self._breaker.close()

    pybreaker.CircuitClosedState.on_success = on_success
