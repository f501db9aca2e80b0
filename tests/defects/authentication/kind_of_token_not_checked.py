"""The access token is accepted where the ID token is required."""

NOTICED_BY = "Token Of The Other Kind Is Refused"


def apply() -> None:
    """Leave `token_use` unchecked, and look for the client in either claim."""
    from api_gateway import authorizer

    def check_claims(self, claims):
        if self._client_id not in (claims.get("aud"), claims.get("client_id")):
            raise authorizer.UnauthorizedError("issued to another client")
        if not isinstance(claims["sub"], str) or not claims["sub"].strip():
            raise authorizer.UnauthorizedError("no user is named")
        authorizer._check_times(claims)

    authorizer.CognitoAuthorizer._check_claims = check_claims
