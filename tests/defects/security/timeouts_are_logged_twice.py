"""A request that a dependency does not answer in time has two lines in the log."""

NOTICED_BY = "Failed Request Has One Line In The Log"
MENTIONS = "Got 2"


def apply() -> None:
    """Log it when it times out, and at its end."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log_and_count = Endpoint._log_and_count

    def log_again(self, request, response, seconds):
        if response.status == 504:
            log_and_count(self, request, response, seconds)
        log_and_count(self, request, response, seconds)

    Endpoint._log_and_count = log_again
