"""A client without a token that exceeds the rate limit is told to try again too early."""

NOTICED_BY = "Requests Without A Token Are Limited By Address"
CHOICES = {"address_rate_limit_requests": 40}


def apply() -> None:
    """Say one second, whatever is left of the window."""
    from api_gateway.throttle import AddressThrottle

    seconds_to_wait = AddressThrottle.seconds_to_wait
    AddressThrottle.seconds_to_wait = lambda self, operation, address: min(
        1, seconds_to_wait(self, operation, address)
    )
