"""Every algorithm for RSA keys is accepted, not only RS256."""

NOTICED_BY = "Right Key With Another Algorithm Is Refused"


def apply() -> None:
    """Use the algorithm of the header if it fits the key."""
    import jwt

    from api_gateway import authorizer

    rsa = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]

    def verify(self, token):
        header, claims = authorizer._read(token)
        if header.get("alg") not in rsa:
            raise authorizer.UnauthorizedError("no RSA")
        key = self._keys.find(header["kid"]).key
        try:
            jwt.decode(token, key, algorithms=rsa, issuer=self._issuer, options={"verify_aud": False})
        except jwt.InvalidTokenError as error:
            raise authorizer.UnauthorizedError(str(error)) from None
        self._check_claims(claims)
        return claims

    authorizer.CognitoAuthorizer.verify = verify
