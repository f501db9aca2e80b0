"""One request in fifty waits for a new process to start."""

NOTICED_BY = "No Request Takes Much Longer Than The Others"

REQUESTS_OF_A_PROCESS, SECONDS_TO_START = 50, 0.8


def apply() -> None:
    """Let it wait."""
    import itertools
    import time

    from api_gateway.runtime import LambdaRuntime

    call = LambdaRuntime.call
    requests = itertools.count(1)

    def call_or_start(self, name, handler, event, *, request_id):
        if next(requests) % REQUESTS_OF_A_PROCESS == 0:
            time.sleep(SECONDS_TO_START)
        return call(self, name, handler, event, request_id=request_id)

    LambdaRuntime.call = call_or_start
