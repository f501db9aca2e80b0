"""The rate limit for addresses counts all addresses of a network together."""

NOTICED_BY = "Addresses Have Separate Rate Limits"
MENTIONS = "a success for 127.0.0.2"
CHOICES = {"address_rate_limit_requests": 40}


def apply() -> None:
    """Count by the first three numbers of an address."""
    from api_gateway.throttle import AddressThrottle

    seconds_to_wait = AddressThrottle.seconds_to_wait

    def seconds_to_wait_for_network(self, operation, address):
        return seconds_to_wait(self, operation, address.rpartition(".")[0])

    AddressThrottle.seconds_to_wait = seconds_to_wait_for_network
