"""`HEAD` on the routes of health is answered like `GET`."""

NOTICED_BY = "Method That A Route Does Not Have Is Refused On Every Route"


def apply() -> None:
    """Look up `GET` for monitors."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_to_monitors(self, request):
        if request.method == "HEAD" and "/health" in request.path:
            request = replace(request, method="GET")
        return respond(self, request)

    Gateway._respond = respond_to_monitors
