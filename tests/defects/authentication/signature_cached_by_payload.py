"""Verified tokens are cached by header and payload, so that a changed signature is accepted once the token has been seen."""

NOTICED_BY = "Tampered Token Is Refused"


def apply() -> None:
    """Cache by the signed part."""
    from api_gateway.authorizer import CognitoAuthorizer

    verify = CognitoAuthorizer.verify
    seen = {}

    def remembered(self, token):
        signed = token.rpartition(".")[0]
        if signed not in seen:
            seen[signed] = verify(self, token)
        return seen[signed]

    CognitoAuthorizer.verify = remembered
