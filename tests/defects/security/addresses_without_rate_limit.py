"""Routes that need no token have no rate limit."""

NOTICED_BY = "Requests Without A Token Are Limited By Address"
CHOICES = {"address_rate_limit_requests": 40}


def apply() -> None:
    """Count, but let everybody in."""
    from api_gateway.throttle import AddressThrottle

    AddressThrottle.seconds_to_wait = lambda self, operation, address: 0
