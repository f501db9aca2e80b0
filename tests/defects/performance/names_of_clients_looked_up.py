"""Every tenth request waits for a reverse DNS lookup of the client's address."""

NOTICED_BY = "Version Answers Within Its Objective"

REMEMBERED_FOR_REQUESTS, SECONDS_TO_LOOK_UP = 10, 0.4


def apply() -> None:
    """Look it up."""
    import itertools
    import time

    from api_gateway.server import _RequestHandler

    make_environ = _RequestHandler.make_environ
    requests = itertools.count(1)

    def make_environ_with_name(self):
        if next(requests) % REMEMBERED_FOR_REQUESTS == 0:
            time.sleep(SECONDS_TO_LOOK_UP)
        return make_environ(self)

    _RequestHandler.make_environ = make_environ_with_name
