"""A call that gets no answer is not made again."""

NOTICED_BY = "Call Without An Answer Times Out And Is Retried"


def apply() -> None:
    """Retry broken connections only."""
    from botocore.exceptions import ConnectionClosedError
    from botocore.retries import standard

    standard.TransientRetryableChecker._TRANSIENT_EXCEPTION_CLS = (ConnectionClosedError,)
