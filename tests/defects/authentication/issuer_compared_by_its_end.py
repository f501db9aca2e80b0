"""An issuer that only ends like the pool's is accepted."""

NOTICED_BY = "Token Of Another Issuer Is Refused"
MENTIONS = "issuer-with-another-host"


def apply() -> None:
    """Compare the id of the pool alone."""
    import jwt

    from api_gateway import authorizer

    decode = jwt.decode

    def by_end(token, key, *, issuer, options, **arguments):
        claims = decode(token, key, options={**options, "verify_iss": False}, **arguments)
        if not str(claims["iss"]).endswith(issuer.rpartition("/")[2]):
            raise jwt.InvalidIssuerError
        return claims

    authorizer.jwt.decode = by_end
