"""The query of each request is logged at the lowest level, with whatever secret a client has put there."""

NOTICED_BY = "Refused Token Is Not In The Log"
MENTIONS = "log without token"


def apply() -> None:
    """Log the address as it was sent."""
    import logging

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def log_and_respond(self, request):
        logging.getLogger("api_gateway.access").debug(
            "%s %s?%s", request.method, request.path, request.query_string
        )
        return respond(self, request)

    Gateway._respond = log_and_respond
