"""Users are identified by their e-mail address, which they can change, instead of `sub`."""

NOTICED_BY = "User Signs In And Is Known To The API"


def apply() -> None:
    """Use `email` as the user id."""
    from api_gateway import authorizer

    as_texts = authorizer._as_texts
    authorizer._as_texts = lambda claims: as_texts({**claims, "sub": claims.get("email", claims["sub"])})
