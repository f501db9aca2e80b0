"""A call that gets no answer is not made again."""

NOTICED_BY = "Call That Gets No Answer Is Given Up And Tried Again"


def apply() -> None:
    """Retry broken connections only."""
    from botocore.exceptions import ConnectionClosedError
    from botocore.retries import standard

    standard.TransientRetryableChecker._TRANSIENT_EXCEPTION_CLS = (ConnectionClosedError,)
