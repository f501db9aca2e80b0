"""The algorithm `none` is rejected only in lower case."""

NOTICED_BY = "Unsigned Token Is Refused"


def apply() -> None:
    """Compare before folding the case."""
    from api_gateway import authorizer

    verify = authorizer.CognitoAuthorizer.verify

    def verify_if_signed(self, token):
        header, claims = authorizer._read(token)
        if header.get("alg") not in ("None", "NONE", "nOnE"):
            return verify(self, token)
        self._check_claims(claims)
        return claims

    authorizer.CognitoAuthorizer.verify = verify_if_signed
