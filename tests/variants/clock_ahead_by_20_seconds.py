"""The backend's clock is 20 seconds ahead of the client's."""

KIND = "clock"


def apply() -> None:
    """Set it forward."""
    from manuel_stack.clock import AdjustableClock

    call = AdjustableClock.__call__
    AdjustableClock.__call__ = lambda self: call(self) + 20
