"""All users behind one address share a rate limit."""

NOTICED_BY = "Users Have Separate Rate Limits"


def apply() -> None:
    """Count by the connection's address."""
    from contextvars import ContextVar

    from manuel_sandbox.domain.rate_limit import RateLimit
    from manuel_sandbox.handlers.endpoint import Endpoint

    check, call = RateLimit.check, Endpoint.__call__
    address = ContextVar("address", default="")

    def call_from(self, event, context):
        address.set(event["requestContext"]["identity"]["sourceIp"])
        return call(self, event, context)

    Endpoint.__call__ = call_from
    RateLimit.check = lambda self, user_id: check(self, address.get())
