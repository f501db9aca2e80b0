"""Requests in an unknown version have no line in the log: they are refused before anything else."""

NOTICED_BY = "Request In An Unknown Version Has One Line In The Log"
MENTIONS = "one line in the log"


def apply() -> None:
    """Leave them out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log_and_count = Endpoint._log_and_count

    def log_what_is_known(self, request, response, seconds):
        if response.body.get("error_type") != "unsupported_version":
            log_and_count(self, request, response, seconds)

    Endpoint._log_and_count = log_what_is_known
