"""A token with algorithm HS256 is verified with the modulus as the key set has it."""

NOTICED_BY = "Published Key Is Not Accepted As A Secret"


def apply() -> None:
    """Let the header choose the algorithm, whatever kind of key there is."""
    import hashlib
    import hmac

    from api_gateway import authorizer

    verify = authorizer.CognitoAuthorizer.verify

    def verify_as_the_header_says(self, token):
        header, claims = authorizer._read(token)
        if header.get("alg") != "HS256":
            return verify(self, token)
        key_set = self._keys._client.fetch_data()["keys"]
        published = next(key for key in key_set if key["kid"] == header["kid"])
        secret = published["n"].encode()
        signed, _, signature = token.rpartition(".")
        expected = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        if not hmac.compare_digest(expected, authorizer._decode(signature)):
            raise authorizer.UnauthorizedError("wrong signature")
        self._check_claims(claims)
        return claims

    authorizer.CognitoAuthorizer.verify = verify_as_the_header_says
