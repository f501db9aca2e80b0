"""The response to an unknown path names the machine."""

NOTICED_BY = "Gateway Error Reveals Nothing"


def apply() -> None:
    """Name it."""
    from api_gateway import application, messages

    application.messages.MISSING_AUTHENTICATION_TOKEN = messages.gateway_response(
        403, "Missing Authentication Token at ip-10-0-0-8.eu-west-1.compute.internal"
    )
