"""Preflights count for the rate limit of addresses, and are refused once it is used up, so that pages of signed-in users fail."""

NOTICED_BY = "Used-Up Rate Limit Of An Address Is Enforced On Every Route"
MENTIONS = "429"


def apply() -> None:
    """Limit them as any other request without a token."""
    from http import HTTPStatus

    from api_gateway.application import Gateway
    from api_gateway.messages import gateway_response

    respond = Gateway._respond

    def limit_preflights(self, request):
        throttle = self._configuration.throttle
        limited = [
            each for each in self._routes.operations() if each.extensions.get("x-rate-limit") == "address"
        ]
        if request.method == "OPTIONS" and (wait := throttle.seconds_to_wait(limited[0], request.source_ip)):
            return gateway_response(HTTPStatus.TOO_MANY_REQUESTS, "Too Many Requests", retry_after=wait)
        return respond(self, request)

    Gateway._respond = limit_preflights
