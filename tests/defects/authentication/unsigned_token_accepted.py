"""A token with algorithm `none`, in any spelling, needs no signature."""

NOTICED_BY = "Unsigned Token Is Refused"


def apply() -> None:
    """Trust the header."""
    from api_gateway import authorizer

    verify = authorizer.CognitoAuthorizer.verify

    def verify_if_signed(self, token):
        header, claims = authorizer._read(token)
        if str(header.get("alg")).lower() != "none":
            return verify(self, token)
        self._check_claims(claims)
        return claims

    authorizer.CognitoAuthorizer.verify = verify_if_signed
