"""A token that was issued to another app of the pool is accepted."""

NOTICED_BY = "Token For Another App Is Refused"


def apply() -> None:
    """Leave `aud` and `client_id` unchecked."""
    from api_gateway import authorizer

    check_claims = authorizer.CognitoAuthorizer._check_claims

    def whatever_client(self, claims):
        check_claims(self, {**claims, self._client_claim: self._client_id})

    authorizer.CognitoAuthorizer._check_claims = whatever_client
