"""Requests over the rate limit are in no metric, as if a gateway in front had refused them."""

NOTICED_BY = "Requests Over The Rate Limit Are Counted"


def apply() -> None:
    """Leave them out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log_and_count = Endpoint._log_and_count

    def count_others(self, request, response, seconds):
        if response.body.get("error_type") != "rate_limit_exceeded":
            log_and_count(self, request, response, seconds)

    Endpoint._log_and_count = count_others
