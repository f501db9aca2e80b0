"""The rate limit for addresses spares requests that have a header `Authorization`, whatever it says."""

NOTICED_BY = "Requests Without A Token Are Limited By Address"
MENTIONS = "429"
CHOICES = {"address_rate_limit_requests": 40}


def apply() -> None:
    """Take the header for a user, who has a limit of the own."""
    from contextvars import ContextVar

    from api_gateway.application import Gateway
    from api_gateway.throttle import AddressThrottle

    authorization = ContextVar("authorization", default=None)
    integrate, seconds_to_wait = Gateway._integrate, AddressThrottle.seconds_to_wait

    def remember(self, request, operation, path_parameters):
        authorization.set(request.headers.get("Authorization"))
        return integrate(self, request, operation, path_parameters)

    def spare(self, operation, address):
        return 0 if authorization.get() else seconds_to_wait(self, operation, address)

    Gateway._integrate = remember
    AddressThrottle.seconds_to_wait = spare
