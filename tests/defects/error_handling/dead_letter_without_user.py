"""A dead letter does not say whose request failed."""

NOTICED_BY = "Failed Request Is Kept In The Dead-Letter Queue"


def apply() -> None:
    """Omit the user."""
    from manuel_sandbox.domain.error_tracking import ErrorRecord

    to_message = ErrorRecord.to_message
    ErrorRecord.to_message = lambda self: to_message(self) | {"user_id": None}
