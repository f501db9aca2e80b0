"""Every request takes 30 % longer, by a second at most, and 10 ms: within the objectives, and not a longer timeout of 10 s."""


def apply() -> None:
    """Wait before responding."""
    import time

    from manuel_sandbox.handlers.endpoint import Endpoint

    call = Endpoint.__call__

    def slower(self, event, context):
        started = time.monotonic()
        result = call(self, event, context)
        time.sleep(min(0.3 * (time.monotonic() - started), 1) + 0.01)
        return result

    Endpoint.__call__ = slower
