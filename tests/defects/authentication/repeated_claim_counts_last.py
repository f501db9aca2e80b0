"""A claim that is there twice counts as it was written last."""

NOTICED_BY = "Token Without A Valid Subject Is Refused"


def apply() -> None:
    """Let the parser choose between two values."""
    from api_gateway import authorizer

    authorizer._unique = dict
