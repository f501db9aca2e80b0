"""All callers without a token share one rate limit: each of them has the address of the proxy before the backend."""

NOTICED_BY = "Addresses Have Separate Rate Limits"
MENTIONS = "a success for 127.0.0.2"
CHOICES = {"address_rate_limit_requests": 40}


def apply() -> None:
    """Count them under one key."""
    from api_gateway.throttle import AddressThrottle

    seconds_to_wait = AddressThrottle.seconds_to_wait
    AddressThrottle.seconds_to_wait = lambda self, operation, _: seconds_to_wait(self, operation, "proxy")
