"""A request without a token is answered with 403 instead of 401."""

NOTICED_BY = "Request Without A Token Is Refused"


def apply() -> None:
    """Confuse authentication with authorisation."""
    from api_gateway import messages

    messages.UNAUTHORIZED = messages.gateway_response(403, "Unauthorized")
