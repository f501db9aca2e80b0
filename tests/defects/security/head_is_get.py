"""`HEAD` is answered like `GET`, without its body."""

NOTICED_BY = "Method That A Route Does Not Have Is Refused On Every Route"


def apply() -> None:
    """Look up `GET`."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_to_head(self, request):
        return respond(self, replace(request, method="GET") if request.method == "HEAD" else request)

    Gateway._respond = respond_to_head
