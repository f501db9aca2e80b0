"""The changelog has no rate limit for addresses."""

NOTICED_BY = "Used-Up Rate Limit Of An Address Is Enforced On Every Route"
CHOICES = {"address_rate_limit_requests": 40}


def apply() -> None:
    """Exempt the route."""
    from api_gateway.throttle import AddressThrottle

    seconds_to_wait = AddressThrottle.seconds_to_wait

    def seconds_elsewhere(self, operation, address):
        return 0 if operation.operation_id == "getChangelog" else seconds_to_wait(self, operation, address)

    AddressThrottle.seconds_to_wait = seconds_elsewhere
