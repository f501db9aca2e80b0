"""The line of a request does not say whose it was."""

NOTICED_BY = "Each Request Has One Line In The Log"
MENTIONS = "user_id"


def apply() -> None:
    """Leave the user out."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    log = Endpoint._log_and_count

    from dataclasses import replace

    Endpoint._log_and_count = lambda self, request, response, seconds: log(
        self, replace(request, user_id=""), response, seconds
    )
