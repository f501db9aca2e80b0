"""The rate limit for addresses uses the address that the client claims in a header."""

NOTICED_BY = "Requests Without A Token Are Limited By Address"
CHOICES = {"address_rate_limit_requests": 40}


def apply() -> None:
    """Take the first address of `X-Forwarded-For`, where there is one."""
    import dataclasses

    from api_gateway.application import Gateway

    respond = Gateway._respond

    def respond_to_the_claimed(self, request):
        claimed = request.headers.get("X-Forwarded-For", "").partition(",")[0]
        return respond(self, dataclasses.replace(request, source_ip=claimed or request.source_ip))

    Gateway._respond = respond_to_the_claimed
