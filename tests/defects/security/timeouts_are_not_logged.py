"""A request that a dependency does not answer in time has no line in the log."""

NOTICED_BY = "Failed Request Has One Line In The Log"
MENTIONS = "Got 0"


def apply() -> None:
    """Leave it out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log_and_count = Endpoint._log_and_count

    def log_what_ends_in_time(self, request, response, seconds):
        if response.status != 504:
            log_and_count(self, request, response, seconds)

    Endpoint._log_and_count = log_what_ends_in_time
