"""A token that is refused is logged."""

NOTICED_BY = "Refused Token Is Not In The Log"
MENTIONS = "log without token"


def apply() -> None:
    """Say which one."""
    import logging

    from api_gateway.application import Gateway
    from api_gateway.authorizer import UnauthorizedError

    claims = Gateway._claims

    def claims_or_log(self, request, operation):
        try:
            return claims(self, request, operation)
        except UnauthorizedError:
            token = request.headers.get("Authorization")
            logging.getLogger("api_gateway").debug("Refused: %s", token)
            raise

    Gateway._claims = claims_or_log
