"""Requests that are refused have no line in the log."""

NOTICED_BY = "Each Request Has One Line In The Log"
MENTIONS = "one line in the log"


def apply() -> None:
    """Log what was served."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log = Endpoint._log_and_count

    def log_success(self, request, response, seconds):
        if not 400 <= response.status < 500:
            log(self, request, response, seconds)

    Endpoint._log_and_count = log_success
