"""The header `Authorization` is found only if it is written with a capital letter."""

NOTICED_BY = "Name Of The Authorization Header Is Case-Insensitive"


def apply() -> None:
    """Compare names as they were sent."""
    from api_gateway.application import Gateway
    from api_gateway.authorizer import UnauthorizedError
    from loopback_server.environ_keys import SENT_HEADERS

    claims = Gateway._claims

    def claims_of_capital(self, request, operation):
        names = [name for name, _ in request.environ[SENT_HEADERS]]
        if operation.secured and "Authorization" not in names:
            raise UnauthorizedError("the request has no token")
        return claims(self, request, operation)

    Gateway._claims = claims_of_capital
