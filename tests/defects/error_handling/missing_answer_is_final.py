"""A call that gets no response is not repeated."""

NOTICED_BY = "Call Without An Answer Times Out And Is Retried"
MENTIONS = "504"


def apply() -> None:
    """Retry only broken connections."""
    from botocore.exceptions import ConnectionClosedError
    from botocore.retries import standard

    standard.TransientRetryableChecker._TRANSIENT_EXCEPTION_CLS = (ConnectionClosedError,)
