"""What a token is for is compared without regard to letter case."""

NOTICED_BY = "Token For Another Use Is Refused"


def apply() -> None:
    """Lower `token_use` before it is compared."""
    from api_gateway.authorizer import CognitoAuthorizer

    check_claims = CognitoAuthorizer._check_claims

    def without_case(self, claims):
        check_claims(self, {**claims, "token_use": str(claims["token_use"]).lower()})

    CognitoAuthorizer._check_claims = without_case
