"""The payload of a token is decoded without verifying the signature."""

NOTICED_BY = "Tampered Token Is Refused"


def apply() -> None:
    """Read instead of verify."""
    from api_gateway import authorizer

    def verify(self, token):
        _header, claims = authorizer._read(token)
        self._check_claims(claims)
        return claims

    authorizer.CognitoAuthorizer.verify = verify
