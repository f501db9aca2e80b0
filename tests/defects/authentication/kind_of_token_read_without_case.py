"""The kind of a token is compared without regard to case."""

NOTICED_BY = "Token For Another Use Is Refused"


def apply() -> None:
    """Convert `token_use` to lower case."""
    from api_gateway.authorizer import CognitoAuthorizer

    check_claims = CognitoAuthorizer._check_claims

    def without_case(self, claims):
        check_claims(self, {**claims, "token_use": str(claims["token_use"]).lower()})

    CognitoAuthorizer._check_claims = without_case
