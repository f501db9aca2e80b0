"""The line of a request calls every operation `request`."""

NOTICED_BY = "Requests To Every Route Of A User Are Logged"
MENTIONS = "logged_operations"


def apply() -> None:
    """Give all the same name."""
    from manuel_sandbox.handlers import endpoint

    class Logger:
        def __init__(self, logger):
            self._logger = logger

        def log(self, level, message, extra):
            self._logger.log(level, message, extra={**extra, "operation": "request"})

    endpoint.logger = Logger(endpoint.logger)
