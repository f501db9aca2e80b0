"""What stands before the token is not looked at: `Basic` does as well as `Bearer`."""

NOTICED_BY = "Valid Token Needs The Bearer Scheme"


def apply() -> None:
    """Take the last word of the header."""
    from api_gateway import authorizer

    authorizer._bearer_token = lambda authorization: (authorization or "").rpartition(" ")[2]
