"""A method that a path does not support is handled like `GET`."""

NOTICED_BY = "Undocumented Methods Are Refused"


def apply() -> None:
    """Treat it as `GET`."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_like_get(self, request):
        found = self._find(request.path)
        if found and request.method not in found[0].methods:
            request = replace(request, method="GET")
        return respond(self, request)

    Gateway._respond = respond_like_get
