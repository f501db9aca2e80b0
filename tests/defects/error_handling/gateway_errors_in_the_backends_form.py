"""Errors of the gateway have the format of the backend's errors."""

NOTICED_BY = "Gateway Errors Have Their Own Format"


def apply() -> None:
    """Use other names."""
    import dataclasses
    import json

    from api_gateway import application, messages

    refused = messages.gateway_response(403, "Missing Authentication Token")
    body = json.dumps({"message": "Missing Authentication Token", "error_type": "forbidden"}).encode()
    application.messages.MISSING_AUTHENTICATION_TOKEN = dataclasses.replace(refused, body=body)
