"""A token of any issuer is accepted if its signature is valid."""

NOTICED_BY = "Token Of Another Issuer Is Refused"


def apply() -> None:
    """Leave `iss` unchecked."""
    import jwt

    from api_gateway import authorizer

    decode = jwt.decode

    def without_issuer(token, key, *, issuer, options, **arguments):
        del issuer
        return decode(token, key, options={**options, "verify_iss": False}, **arguments)

    authorizer.jwt.decode = without_issuer
    authorizer.REQUIRED_CLAIMS = ["sub", "exp", "iat", "token_use"]
