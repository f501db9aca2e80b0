"""The first call that gets no answer ends the request."""

NOTICED_BY = "Model That Hangs Once Is Asked Again"


def apply() -> None:
    """Retry all but time-outs."""
    from botocore.exceptions import ConnectionClosedError
    from botocore.retries import standard

    standard.TransientRetryableChecker._TRANSIENT_EXCEPTION_CLS = (ConnectionClosedError,)
