"""Every request takes 30 % and 10 ms longer, which is within the objectives."""


def apply() -> None:
    """Wait before responding."""
    import time

    from manuel_sandbox.handlers.endpoint import Endpoint

    call = Endpoint.__call__

    def slower(self, event, context):
        started = time.monotonic()
        result = call(self, event, context)
        time.sleep(0.3 * (time.monotonic() - started) + 0.01)
        return result

    Endpoint.__call__ = slower
