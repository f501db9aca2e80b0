"""A request is not repeated after a connection reset."""

NOTICED_BY = "Broken Connection Is Retried"
MENTIONS = "got 503"


def apply() -> None:
    """Retry only timeouts."""
    from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
    from botocore.retries import standard

    standard.TransientRetryableChecker._TRANSIENT_EXCEPTION_CLS = (ConnectTimeoutError, ReadTimeoutError)
