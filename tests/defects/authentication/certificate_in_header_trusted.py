"""A certificate in the token's own header is trusted."""

NOTICED_BY = "Key In The Header Is Not Trusted"


def apply() -> None:
    """Prefer the header's `x5c` to the pool's keys."""
    import base64

    from cryptography import x509

    from api_gateway.authorizer import CognitoAuthorizer

    signing_key = CognitoAuthorizer._signing_key

    def key_of_certificate(self, header):
        if "x5c" not in header:
            return signing_key(self, header)
        return x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0])).public_key()

    CognitoAuthorizer._signing_key = key_of_certificate
