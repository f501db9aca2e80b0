"""Only throttled calls are retried; server errors are final."""

NOTICED_BY = "Transient Errors Of The Model Are Retried"
MENTIONS = "got 503"


def apply() -> None:
    """Omit server errors."""
    from botocore.retries import standard

    from manuel_sandbox.aws import dependency

    standard.TransientRetryableChecker.is_retryable = lambda self, context: False
    dependency._may_succeed_later = lambda error: False
