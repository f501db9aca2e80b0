"""The health check shares the rate limit of addresses, so that load balancers take a busy service for a broken one."""

NOTICED_BY = "Used-Up Rate Limit Of An Address Is Enforced On Every Route"
MENTIONS = "/health"


def apply() -> None:
    """Limit it as well."""
    from manuel_sandbox import gateway

    is_limited = gateway.is_limited_by_address
    gateway.is_limited_by_address = lambda operation: (
        operation.operation_id == "getHealth" or is_limited(operation)
    )
