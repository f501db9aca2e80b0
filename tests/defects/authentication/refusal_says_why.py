"""The response to an invalid token says what is wrong with it, which helps forgers."""

NOTICED_BY = "Tampered Token Is Refused"


def apply() -> None:
    """Pass on the verifier's message."""
    from api_gateway import messages
    from api_gateway.application import Gateway
    from api_gateway.authorizer import UnauthorizedError

    integrate = Gateway._integrate

    def with_reason(self, request, operation, path_parameters):
        try:
            self._claims(request, operation)
        except UnauthorizedError as error:
            return messages.gateway_response(401, f"Unauthorized: {error}")
        return integrate(self, request, operation, path_parameters)

    Gateway._integrate = with_reason
