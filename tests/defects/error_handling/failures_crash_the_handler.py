"""A failure of a dependency crashes the handler, and the gateway answers with 502."""

NOTICED_BY = "Errors Of Failing Dependencies Have The Same Format"
MENTIONS = "status 502"


def apply() -> None:
    """Let it through."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    def crash(self, request, error):
        raise error

    Endpoint._failure = crash
