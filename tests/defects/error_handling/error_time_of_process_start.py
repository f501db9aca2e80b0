"""Every error has the time at which the process was started."""

NOTICED_BY = "Backend Errors Have A Uniform Format"


def apply() -> None:
    """Read the clock once."""
    import time

    from manuel_sandbox.handlers.endpoint import Endpoint

    started = int(time.time()) - 3600
    error_body = Endpoint._error_body

    def with_old_time(self, request, message, error_type):
        return error_body(self, request, message, error_type) | {"timestamp": started}

    Endpoint._error_body = with_old_time
