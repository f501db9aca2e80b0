"""A failure whose message is delivered again gets another record."""

NOTICED_BY = "Message That Is Delivered Twice Is Recorded Once"


def apply() -> None:
    """Draw an id."""
    import uuid

    from manuel_sandbox.domain.error_tracking import ErrorRecord

    ErrorRecord.error_id = property(lambda _self: str(uuid.uuid4()))
