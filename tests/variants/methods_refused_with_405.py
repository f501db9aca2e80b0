"""A method that a path does not have is refused with 405 (RFC 9110, section 15.5.6), not as a REST API does."""


def apply() -> None:
    """Answer 405."""
    from api_gateway.application import Gateway
    from api_gateway.messages import gateway_response

    respond = Gateway._respond

    def respond_with_405(self, request):
        found = self._find(request.path)
        if found and request.method not in found[0].methods:
            return gateway_response(405, "Method Not Allowed")
        return respond(self, request)

    Gateway._respond = respond_with_405
