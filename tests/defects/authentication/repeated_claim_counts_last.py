"""Of a duplicate claim, the last value counts."""

NOTICED_BY = "Token Without A Valid Subject Is Refused"


def apply() -> None:
    """Let the parser decide."""
    import json

    from api_gateway import authorizer

    authorizer.parse_json = json.loads
