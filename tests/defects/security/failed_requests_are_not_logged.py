"""Requests that fail have no line of their own in the log."""

NOTICED_BY = "Failed Request Has One Line In The Log"
MENTIONS = "one line in the log"


def apply() -> None:
    """Trust in the record of the failure."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log = Endpoint._log_and_count

    def log_unless_failed(self, request, response, seconds):
        if response.status < 500:
            log(self, request, response, seconds)

    Endpoint._log_and_count = log_unless_failed
