"""Every user may close a circuit breaker."""

NOTICED_BY = "Ordinary User Cannot Close A Breaker"


def apply() -> None:
    """Do not check the group."""
    from manuel_sandbox.handlers.api import HandlerRequest

    HandlerRequest.is_admin = property(lambda self: True)
