"""A payload nested a thousand levels deep makes the authorizer crash."""

NOTICED_BY = "Malformed Token Is Refused"


def apply() -> None:
    """Parse without a thought for what can be in a payload."""
    import json

    from api_gateway import authorizer

    authorizer._parse = json.loads
