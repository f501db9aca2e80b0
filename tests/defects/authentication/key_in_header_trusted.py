"""A public key in the token's own header is trusted."""

NOTICED_BY = "Key In The Header Is Not Trusted"


def apply() -> None:
    """Prefer the header's `jwk` to the pool's keys."""
    import jwt

    from api_gateway.authorizer import CognitoAuthorizer

    signing_key = CognitoAuthorizer._signing_key

    def key_of_header(self, header):
        return jwt.PyJWK(header["jwk"], algorithm="RS256") if "jwk" in header else signing_key(self, header)

    CognitoAuthorizer._signing_key = key_of_header
