"""A client whose token has expired is refused even where no token is needed."""

NOTICED_BY = "Health And Version Need No Token"
MENTIONS = "401"


def apply() -> None:
    """Verify each token that is sent."""
    from api_gateway.application import Gateway

    claims_of = Gateway._claims

    def verify_any(self, request, operation):
        authorization = request.headers.get("Authorization")
        return (
            self._authorizer.authorize(authorization)
            if authorization
            else claims_of(self, request, operation)
        )

    Gateway._claims = verify_any
