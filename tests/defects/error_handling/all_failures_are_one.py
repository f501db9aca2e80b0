"""The hash of a failure leaves its cause out, so that different ones are found together."""

NOTICED_BY = "Failures Of One Kind Are Found Together"


def apply() -> None:
    """Use service and operation alone."""
    from manuel_sandbox.domain.error_tracking import ErrorRecord

    ErrorRecord.error_hash = property(lambda self: f"{self.service}-{self.operation}")
