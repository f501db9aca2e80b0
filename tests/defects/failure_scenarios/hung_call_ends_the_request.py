"""The first call without a response ends the request."""

NOTICED_BY = "Model That Hangs Once Is Asked Again"
MENTIONS = "Got 504"


def apply() -> None:
    """Retry everything but timeouts."""
    from botocore.exceptions import ConnectionClosedError
    from botocore.retries import standard

    standard.TransientRetryableChecker._TRANSIENT_EXCEPTION_CLS = (ConnectionClosedError,)
