"""A message without a member that it should have fails all messages of its batch."""

NOTICED_BY = "Valid Message Is Processed Despite Invalid Ones Around It"


def apply() -> None:
    """Let the error of the missing member through."""
    from manuel_sandbox.domain.error_tracking import ErrorRecord

    from_message = ErrorRecord.from_message.__func__

    def strict(cls, message):
        if isinstance(message, dict):
            message["request_id"]
        return from_message(cls, message)

    ErrorRecord.from_message = classmethod(strict)
