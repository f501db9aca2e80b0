"""`duration_ms` in the log is in seconds."""

NOTICED_BY = "Duration In The Log Is In Milliseconds"


def apply() -> None:
    """Divide it by a thousand."""
    from manuel_sandbox.handlers import endpoint

    log = endpoint.logger.log

    def log_seconds(*arguments, extra, **options):
        log(*arguments, extra={**extra, "duration_ms": extra["duration_ms"] / 1000}, **options)

    endpoint.logger.log = log_seconds
