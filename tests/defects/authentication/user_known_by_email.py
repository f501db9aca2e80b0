"""Users are identified by their e-mail address, which they can change, instead of `sub`."""

NOTICED_BY = "User Signs In And Is Known To The API"


def apply() -> None:
    """Use `email` as the user id."""
    from api_gateway import authorizer

    as_strings = authorizer._as_strings
    authorizer._as_strings = lambda claims: as_strings({**claims, "sub": claims.get("email", claims["sub"])})
