"""A token signed with a well-known example secret is accepted: a test backdoor that was never removed."""

NOTICED_BY = "Guessed Secret Is Refused"


def apply() -> None:
    """Keep a shared secret beside the pool's key."""
    import hashlib
    import hmac

    from api_gateway import authorizer

    verify = authorizer.CognitoAuthorizer.verify

    def verify_or_take_for_a_test(self, token):
        signed, _, signature = token.rpartition(".")
        expected = hmac.new(b"secret", signed.encode(), hashlib.sha256).digest()
        header, claims = authorizer._read(token)
        if header.get("alg") == "HS256" and authorizer._decode(signature) == expected:
            return claims
        return verify(self, token)

    authorizer.CognitoAuthorizer.verify = verify_or_take_for_a_test
