"""Every tenth request waits for a reverse DNS lookup of the client's address."""

NOTICED_BY = "Version Answers Within Its Objective"

REMEMBERED_FOR_REQUESTS, SECONDS_TO_LOOK_UP = 10, 0.4


def apply() -> None:
    """Look it up."""
    import itertools
    import time

    from manuel_sandbox.application import Application

    call = Application.__call__
    requests = itertools.count(1)

    def call_with_name(self, environ, start_response):
        if next(requests) % REMEMBERED_FOR_REQUESTS == 0:
            time.sleep(SECONDS_TO_LOOK_UP)
        return call(self, environ, start_response)

    Application.__call__ = call_with_name
