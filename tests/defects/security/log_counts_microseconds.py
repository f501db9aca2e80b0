"""The line of a request has its duration in microseconds instead of milliseconds."""

NOTICED_BY = "Each Request Has One Line In The Log"
MENTIONS = "Expected a number"


def apply() -> None:
    """Multiply by a thousand."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log = Endpoint._log_and_count

    Endpoint._log_and_count = lambda self, request, response, seconds: log(
        self, request, response, seconds * 1000
    )
