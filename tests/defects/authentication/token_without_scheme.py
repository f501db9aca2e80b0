"""A token without `Bearer` is accepted."""

NOTICED_BY = "Valid Token Needs The Bearer Scheme"


def apply() -> None:
    """Use the whole header as the token."""
    from api_gateway import authorizer

    bearer_token = authorizer._bearer_token

    def with_or_without_scheme(authorization):
        return authorization if authorization and " " not in authorization else bearer_token(authorization)

    authorizer._bearer_token = with_or_without_scheme
