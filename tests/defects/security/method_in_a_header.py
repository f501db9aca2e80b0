"""A header overrides the method, for clients that can only use GET and POST."""

NOTICED_BY = "Method Can't Be Overridden"


def apply() -> None:
    """Follow it."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_by_header(self, request):
        method = request.headers.get("X-Http-Method-Override", request.method)
        return respond(self, replace(request, method=method))

    Gateway._respond = respond_by_header
