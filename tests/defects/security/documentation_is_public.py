"""The description of the API is served to everybody."""

NOTICED_BY = "Undocumented Paths Do Not Exist"


def apply() -> None:
    """Serve it."""
    from api_gateway.application import Gateway
    from loopback_server.response import Response
    from manuel_sandbox.application import CONTRACT

    respond = Gateway._respond

    def respond_or_describe(self, request):
        if request.path != "/openapi.yaml":
            return respond(self, request)
        return Response(200, (("Content-Type", "application/yaml"),), CONTRACT.read_bytes())

    Gateway._respond = respond_or_describe
