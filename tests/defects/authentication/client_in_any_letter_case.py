"""A token for an app whose id differs in its letter case is accepted."""

NOTICED_BY = "Token For Another App Is Refused"
MENTIONS = "client-in-another-letter-case"


def apply() -> None:
    """Compare the ids in lower case."""
    from api_gateway import authorizer

    check_claims = authorizer.CognitoAuthorizer._check_claims

    def without_case(self, claims):
        if str(claims.get(self._client_claim)).lower() == self._client_id.lower():
            claims = {**claims, self._client_claim: self._client_id}
        check_claims(self, claims)

    authorizer.CognitoAuthorizer._check_claims = without_case
