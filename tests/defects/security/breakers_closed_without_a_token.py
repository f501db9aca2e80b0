"""The route that closes a circuit breaker was deployed without an authorizer, and a caller without a group is let through."""

NOTICED_BY = "Only An Administrator Can Reset A Circuit Breaker"


def apply() -> None:
    """Check the group only if there is a user."""
    import dataclasses

    from api_gateway.application import Gateway
    from manuel_sandbox.handlers.api import ADMIN_GROUP, HandlerRequest

    claims = Gateway._claims

    def claims_if_sent(self, request, operation):
        if operation.operation_id == "resetCircuitBreaker" and "Authorization" not in request.headers:
            operation = dataclasses.replace(operation, secured=False)
        return claims(self, request, operation)

    Gateway._claims = claims_if_sent
    HandlerRequest.is_admin = property(lambda self: not self.user_id or ADMIN_GROUP in self.groups)
