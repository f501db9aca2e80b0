"""A request without a token is answered with 200 and an error in the body."""

NOTICED_BY = "Request Without A Token Is Refused"


def apply() -> None:
    """Leave the status to the body."""
    from api_gateway import messages

    messages.UNAUTHORIZED = messages.gateway_response(200, "Unauthorized")
