"""A key id that is not a string crashes the authorizer."""

NOTICED_BY = "Unusable Key Id Is Refused"
MENTIONS = "got 500"


def apply() -> None:
    """Use the key id before checking its type."""
    from api_gateway.authorizer import CognitoAuthorizer

    signing_key = CognitoAuthorizer._signing_key

    def look_up_at_once(self, header):
        header["kid"].strip()
        return signing_key(self, header)

    CognitoAuthorizer._signing_key = look_up_at_once
