"""The hash of a failure includes the request id, so that no failures are grouped."""

NOTICED_BY = "Failures Of One Kind Are Found Together"


def apply() -> None:
    """Put the request id in."""
    from manuel_sandbox.domain.error_tracking import ErrorRecord

    ErrorRecord.error_hash = property(lambda self: self.request_id)
