"""A token with an unknown key is verified with no key at all once the keys are too old and cannot be fetched."""

NOTICED_BY = "Unknown Key Is Never Accepted"


def apply() -> None:
    """Let users pass who can't be judged."""
    import jwt

    from api_gateway.authorizer import CognitoAuthorizer
    from api_gateway.signing_keys import SigningKeysUnavailableError

    verify = CognitoAuthorizer.verify

    def verify_if_possible(self, token):
        try:
            return verify(self, token)
        except SigningKeysUnavailableError:
            return jwt.decode(token, options={"verify_signature": False})

    CognitoAuthorizer.verify = verify_if_possible
