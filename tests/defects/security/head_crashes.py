"""`HEAD` is a server error on every path."""

NOTICED_BY = "Method That A Route Does Not Have Is Refused On Every Route"
MENTIONS = "unknown path or method 502"


def apply() -> None:
    """Fail on the missing body."""
    from api_gateway import messages
    from api_gateway.application import Gateway

    respond = Gateway._respond
    Gateway._respond = lambda self, request: (
        messages.INTEGRATION_FAILURE if request.method == "HEAD" else respond(self, request)
    )
