"""A token's payload is decoded, its signature is not looked at."""

NOTICED_BY = "Tampered Token Is Refused"


def apply() -> None:
    """Read instead of verify."""
    from api_gateway import authorizer

    def verify(self, token):
        _header, claims = authorizer._read(token)
        self._check_claims(claims)
        return claims

    authorizer.CognitoAuthorizer.verify = verify
