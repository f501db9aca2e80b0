"""Every tenth health check measures the load of the processor, and waits for it."""

NOTICED_BY = "Health Answers Within Its Objective"

SECONDS_TO_MEASURE = 0.4


def apply() -> None:
    """Measure it."""
    import itertools
    import time

    from manuel_sandbox.handlers.health import GetHealth

    call = GetHealth.__call__
    checks = itertools.count(1)

    def call_and_measure(self, request):
        if next(checks) % 10 == 0:
            time.sleep(SECONDS_TO_MEASURE)
        return call(self, request)

    GetHealth.__call__ = call_and_measure
