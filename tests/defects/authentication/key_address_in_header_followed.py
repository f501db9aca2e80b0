"""The keys are fetched from the address in the token's header."""

NOTICED_BY = "Address In The Header Is Not Followed"


def apply() -> None:
    """Prefer the header's `jku` to the pool's address."""
    from api_gateway.authorizer import CognitoAuthorizer
    from api_gateway.signing_keys import SigningKeys

    signing_key = CognitoAuthorizer._signing_key

    def key_from_address(self, header):
        if "jku" not in header:
            return signing_key(self, header)
        return SigningKeys(header["jku"]).find(header["kid"])

    CognitoAuthorizer._signing_key = key_from_address
