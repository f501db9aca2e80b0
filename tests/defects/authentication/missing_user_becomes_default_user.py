"""A token without a user is accepted as that of a default user."""

NOTICED_BY = "Token Without A Valid Subject Is Refused"


def apply() -> None:
    """Fall back where `sub` is missing or empty."""
    from api_gateway import authorizer

    check_claims = authorizer.CognitoAuthorizer._check_claims
    as_strings = authorizer._as_strings

    def default_user(self, claims):
        check_claims(self, {**claims, "sub": claims.get("sub") or "default-user"})

    authorizer.CognitoAuthorizer._check_claims = default_user
    authorizer.REQUIRED_CLAIMS = ["iss", "exp", "iat", "token_use"]
    authorizer._as_strings = lambda claims: as_strings({**claims, "sub": claims.get("sub") or "default-user"})
