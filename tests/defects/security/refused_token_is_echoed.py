"""A rejected token is returned, and thus gets into logs on the way."""

NOTICED_BY = "Token Is Not Echoed"


def apply() -> None:
    """Put it into the challenge."""
    from dataclasses import replace

    from api_gateway import messages
    from api_gateway.application import Gateway

    integrate = Gateway._integrate

    def with_challenge(self, request, operation, path_parameters):
        response = integrate(self, request, operation, path_parameters)
        if response is not messages.UNAUTHORIZED:
            return response
        challenge = (
            f'Bearer error="invalid_token", error_description="{request.headers.get("Authorization")}"'
        )
        return replace(response, headers=(*response.headers, ("WWW-Authenticate", challenge)))

    Gateway._integrate = with_challenge
