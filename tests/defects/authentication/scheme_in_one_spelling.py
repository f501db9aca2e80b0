"""The scheme before a token has to be written `Bearer`."""

NOTICED_BY = "Name Of The Scheme Is Case-Insensitive"
MENTIONS = "401"


def apply() -> None:
    """Compare it with its case."""
    from api_gateway import authorizer

    token_of = authorizer._token

    def token_of_exactly(authorization, scheme):
        if authorization and not authorization.startswith(scheme):
            raise authorizer.UnauthorizedError("the request has no token")
        return token_of(authorization, scheme)

    authorizer._token = token_of_exactly
