"""One request more is served to an address than its limit allows."""

NOTICED_BY = "Exactly As Many Requests Are Served As The Limit Of An Address Allows"
CHOICES = {"address_rate_limit_requests": 40}


def apply() -> None:
    """Raise the limit by one."""
    from api_gateway.throttle import AddressThrottle

    initialise = AddressThrottle.__init__

    def with_one_more(self, *, limit, **options):
        initialise(self, limit=limit + 1, **options)

    AddressThrottle.__init__ = with_one_more
