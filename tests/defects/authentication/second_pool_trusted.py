"""Tokens of all user pools of the account are accepted."""

NOTICED_BY = "Token Of Another User Pool Is Refused"


def apply() -> None:
    """Fetch the keys of the pool that the token names."""
    import jwt

    from api_gateway import authorizer
    from api_gateway.signing_keys import SigningKeys

    def verify(self, token):
        header, claims = authorizer._read(token)
        if header.get("alg") != "RS256" or "cognito-idp" not in str(claims.get("iss")):
            raise authorizer.UnauthorizedError("not of Cognito")
        pool = claims["iss"].rpartition("/")[2]
        url = self._keys._client.uri.replace(self._issuer.rpartition("/")[2], pool)
        try:
            jwt.decode(
                token,
                SigningKeys(url).find(header["kid"]),
                algorithms=["RS256"],
                options={"verify_aud": False},
            )
        except (jwt.InvalidTokenError, LookupError) as error:
            raise authorizer.UnauthorizedError(str(error)) from None
        return claims

    authorizer.CognitoAuthorizer.verify = verify
