"""`get` is taken for `GET`."""

NOTICED_BY = "Every Method Has Only One Spelling"


def apply() -> None:
    """Write it in capitals."""
    from dataclasses import replace

    from api_gateway.application import Gateway

    respond = Gateway._respond
    Gateway._respond = lambda self, request: respond(self, replace(request, method=request.method.upper()))
