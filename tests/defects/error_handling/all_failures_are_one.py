"""The hash of a failure omits its cause, so that different failures are grouped together."""

NOTICED_BY = "Failures Of One Kind Are Found Together"


def apply() -> None:
    """Use service and operation alone."""
    from manuel_sandbox.domain.error_tracking import ErrorRecord

    ErrorRecord.error_hash = property(lambda self: f"{self.service}-{self.operation}")
