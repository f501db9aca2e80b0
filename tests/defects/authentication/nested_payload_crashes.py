"""A payload that is nested a thousand levels deep crashes the authorizer."""

NOTICED_BY = "Malformed Token Is Refused"
MENTIONS = "got 500"


def apply() -> None:
    """Parse without any limit."""
    import json

    from api_gateway import authorizer

    authorizer._parse = json.loads
