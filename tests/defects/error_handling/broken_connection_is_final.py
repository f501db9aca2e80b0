"""A connection that is reset is not opened again."""

NOTICED_BY = "Broken Connection Is Retried"


def apply() -> None:
    """Retry time-outs only."""
    from botocore.exceptions import ConnectTimeoutError, ReadTimeoutError
    from botocore.retries import standard

    standard.TransientRetryableChecker._TRANSIENT_EXCEPTION_CLS = (ConnectTimeoutError, ReadTimeoutError)
