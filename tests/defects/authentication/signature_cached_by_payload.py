"""Verified tokens are remembered by header and payload, so that a changed signature passes once the token was seen."""

NOTICED_BY = "Tampered Token Is Refused"


def apply() -> None:
    """Remember a token by what was signed, without the signature."""
    from api_gateway.authorizer import CognitoAuthorizer

    verify = CognitoAuthorizer.verify
    seen = {}

    def remembered(self, token):
        signed = token.rpartition(".")[0]
        if signed not in seen:
            seen[signed] = verify(self, token)
        return seen[signed]

    CognitoAuthorizer.verify = remembered
