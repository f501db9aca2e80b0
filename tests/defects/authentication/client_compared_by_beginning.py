"""A token for an app whose id only begins like that of the genuine one is accepted."""

NOTICED_BY = "Token For Another App Is Refused"
MENTIONS = "client-with-a-suffix"


def apply() -> None:
    """Compare the id with `startswith`."""
    from api_gateway import authorizer

    check_claims = authorizer.CognitoAuthorizer._check_claims

    def by_beginning(self, claims):
        if str(claims.get(self._client_claim)).startswith(self._client_id):
            claims = {**claims, self._client_claim: self._client_id}
        check_claims(self, claims)

    authorizer.CognitoAuthorizer._check_claims = by_beginning
