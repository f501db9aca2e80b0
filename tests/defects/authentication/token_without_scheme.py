"""A token without `Bearer` is accepted."""

NOTICED_BY = "Valid Token Needs The Bearer Scheme"


def apply() -> None:
    """Use the whole header as the token."""
    from api_gateway import authorizer

    token = authorizer._token

    def with_or_without_scheme(authorization, scheme):
        return token(authorization, scheme if " " in (authorization or "") else "")

    authorizer._token = with_or_without_scheme
