"""A token for an app whose id is a part of the genuine one is accepted."""

NOTICED_BY = "Token For Another App Is Refused"
MENTIONS = "client-inside-the-genuine-one"


def apply() -> None:
    """Use `in` on what was meant to be a list of ids and is a text."""
    from api_gateway import authorizer

    check_claims = authorizer.CognitoAuthorizer._check_claims

    def inside(self, claims):
        named = claims.get(self._client_claim)
        if isinstance(named, str) and named in self._client_id:
            claims = {**claims, self._client_claim: self._client_id}
        check_claims(self, claims)

    authorizer.CognitoAuthorizer._check_claims = inside
