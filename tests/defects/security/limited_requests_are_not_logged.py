"""Requests over the rate limit have no line in the log."""

NOTICED_BY = "Request Over The Rate Limit Has One Line In The Log"


def apply() -> None:
    """Leave them out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log_and_count = Endpoint._log_and_count

    def log_others(self, request, response, seconds):
        if response.body.get("error_type") != "rate_limit_exceeded":
            log_and_count(self, request, response, seconds)

    Endpoint._log_and_count = log_others
