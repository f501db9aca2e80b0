"""An issuer that only begins like the pool's is accepted."""

NOTICED_BY = "Token Of Another Issuer Is Refused"


def apply() -> None:
    """Compare `iss` with `startswith`."""
    import jwt

    from api_gateway import authorizer

    decode = jwt.decode

    def by_beginning(token, key, *, issuer, options, **arguments):
        claims = decode(token, key, options={**options, "verify_iss": False}, **arguments)
        if not str(claims["iss"]).startswith(issuer):
            raise jwt.InvalidIssuerError
        return claims

    authorizer.jwt.decode = by_beginning
