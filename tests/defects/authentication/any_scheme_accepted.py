"""The scheme before the token is ignored: `Basic` works as well as `Bearer`."""

NOTICED_BY = "Valid Token Needs The Bearer Scheme"


def apply() -> None:
    """Take the last word of the header."""
    from api_gateway import authorizer

    authorizer._token = lambda authorization, scheme: (authorization or "").rpartition(" ")[2]
