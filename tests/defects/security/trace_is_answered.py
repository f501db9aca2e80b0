"""`TRACE` returns the request with all its headers."""

NOTICED_BY = "Unusual Methods Are Refused And Not Echoed"


def apply() -> None:
    """Return it."""
    from api_gateway.application import Gateway
    from loopback_server.response import Response

    respond = Gateway._respond

    def respond_or_echo(self, request):
        if request.method != "TRACE":
            return respond(self, request)
        lines = [f"{name}: {value}" for name, value in request.headers.items()]
        return Response(200, (("Content-Type", "message/http"),), "\r\n".join(lines).encode())

    Gateway._respond = respond_or_echo
