"""An expired token is good enough to delete a manual."""

NOTICED_BY = "Token Minted With Wrong Claims Is Refused On Every Route"


def apply() -> None:
    """Believe the token there if its time alone is wrong."""
    import jwt

    from api_gateway import authorizer
    from api_gateway.application import Gateway

    claims = Gateway._claims

    def claims_without_times(self, request, operation):
        try:
            return claims(self, request, operation)
        except authorizer.UnauthorizedError:
            token = request.headers.get("Authorization", "").removeprefix("Bearer ")
            if operation.operation_id != "deleteManual" or not is_signed(self._authorizer, token):
                raise
            return authorizer._as_strings(authorizer._read(token)[1])

    def is_signed(verifier, token):
        try:
            key = verifier._signing_key(authorizer._read(token)[0])
            options = {"verify_exp": False, "verify_aud": False}
            jwt.decode(token, key, algorithms=["RS256"], options=options)
        except (authorizer.UnauthorizedError, jwt.InvalidTokenError):
            return False
        return True

    Gateway._claims = claims_without_times
