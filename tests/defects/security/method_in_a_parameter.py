"""A parameter overrides the method, for forms of web pages."""

NOTICED_BY = "Method Can't Be Overridden"


def apply() -> None:
    """Follow it."""
    from dataclasses import replace
    from urllib.parse import parse_qs

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_by_parameter(self, request):
        method = parse_qs(request.query_string).get("_method", [request.method])[0]
        return respond(self, replace(request, method=method))

    Gateway._respond = respond_by_parameter
