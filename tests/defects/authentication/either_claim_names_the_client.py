"""A token for another app is accepted if either of `aud` and `client_id` names the genuine one."""

NOTICED_BY = "Token For Another App Is Refused"
MENTIONS = "client-in-the-other-claim"


def apply() -> None:
    """Look into both claims, whatever the kind of the token."""
    from api_gateway import authorizer

    check_claims = authorizer.CognitoAuthorizer._check_claims

    def in_either(self, claims):
        if self._client_id in (claims.get("aud"), claims.get("client_id")):
            claims = {**claims, self._client_claim: self._client_id}
        check_claims(self, claims)

    authorizer.CognitoAuthorizer._check_claims = in_either
