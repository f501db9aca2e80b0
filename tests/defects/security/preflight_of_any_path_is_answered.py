"""A preflight of a path that does not exist is answered as if it did."""

NOTICED_BY = "Preflight Of An Unknown Path Is Refused"
MENTIONS = "403"


def apply() -> None:
    """Answer it before the path is looked up."""
    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_to_any(self, request):
        if request.method == "OPTIONS" and self._find(request.path) is None:
            return self._configuration.cors.preflight(request.headers.get("Origin"), ["GET"])
        return respond(self, request)

    Gateway._respond = respond_to_any
