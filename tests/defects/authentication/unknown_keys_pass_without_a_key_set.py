"""While the keys of the user pool can't be fetched, the signature of a token with an unknown key is not verified."""

NOTICED_BY = "Unknown Key Is Refused While No Key Can Be Fetched"


def apply() -> None:
    """Let users pass who can't be judged."""
    import jwt

    from api_gateway import authorizer
    from api_gateway.authorizer import CognitoAuthorizer
    from api_gateway.signing_keys import SigningKeysUnavailableError

    verify = CognitoAuthorizer.verify

    def verify_if_possible(self, token):
        try:
            return verify(self, token)
        except authorizer.UnauthorizedError:
            try:
                self._keys.fetch()
            except SigningKeysUnavailableError:
                return jwt.decode(token, options={"verify_signature": False})
            raise

    CognitoAuthorizer.verify = verify_if_possible
