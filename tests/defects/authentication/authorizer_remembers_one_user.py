"""The authorizer caches the user by the connection's address."""

NOTICED_BY = "Two Users Have Separate Identities"


def apply() -> None:
    """Cache the result by source address."""
    from api_gateway.application import Gateway

    claims = Gateway._claims
    remembered = {}

    def by_address(self, request, operation):
        found = claims(self, request, operation)
        return remembered.setdefault(request.source_ip, found) if found else found

    Gateway._claims = by_address
