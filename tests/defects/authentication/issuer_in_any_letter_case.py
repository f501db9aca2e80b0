"""The letter case of the issuer does not matter, although pools differ in that of their ids."""

NOTICED_BY = "Token Of Another Issuer Is Refused"
MENTIONS = "issuer-in-another-letter-case"


def apply() -> None:
    """Compare both in lower case."""
    import jwt

    from api_gateway import authorizer

    decode = jwt.decode

    def in_lower_case(token, key, *, issuer, options, **arguments):
        claims = decode(token, key, options={**options, "verify_iss": False}, **arguments)
        if str(claims["iss"]).lower() != issuer.lower():
            raise jwt.InvalidIssuerError
        return claims

    authorizer.jwt.decode = in_lower_case
