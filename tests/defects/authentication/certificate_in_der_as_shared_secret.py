"""A token with algorithm HS256 is verified with the DER bytes of its certificate, if that is of the pool's key."""

NOTICED_BY = "Certificate Of The Public Key Is Not Accepted As A Secret"


def apply() -> None:
    """Let the header choose the algorithm, whatever kind of key there is."""
    import base64
    import hashlib
    import hmac

    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    from api_gateway import authorizer

    verify = authorizer.CognitoAuthorizer.verify

    def verify_as_the_header_says(self, token):
        header, claims = authorizer._read(token)
        if header.get("alg") != "HS256" or "x5c" not in header:
            return verify(self, token)
        certificate = x509.load_der_x509_certificate(base64.b64decode(header["x5c"][0]))
        if certificate.public_key() != self._keys.find(header["kid"]).key:
            raise authorizer.UnauthorizedError("certificate of another key")
        secret = certificate.public_bytes(Encoding.DER)
        signed, _, signature = token.rpartition(".")
        expected = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(expected, authorizer._decode(signature)):
            raise authorizer.UnauthorizedError("wrong signature")
        self._check_claims(claims)
        return claims

    authorizer.CognitoAuthorizer.verify = verify_as_the_header_says
