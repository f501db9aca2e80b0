"""Nobody can see in the log who has closed a circuit breaker."""

NOTICED_BY = "Reset Of A Circuit Breaker Is Logged"
MENTIONS = "one line in the log"


def apply() -> None:
    """Log the other requests only."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log_and_count = Endpoint._log_and_count

    def log_others(self, request, response, seconds):
        if self.name != "resetCircuitBreaker":
            log_and_count(self, request, response, seconds)

    Endpoint._log_and_count = log_others
