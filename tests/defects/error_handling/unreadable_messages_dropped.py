"""The error processor acknowledges messages that it cannot read."""

NOTICED_BY = "Message That Cannot Be Processed Goes To The Dead-Letter Queue"


def apply() -> None:
    """Skip them."""
    from manuel_sandbox.domain.error_tracking import MalformedRecordError
    from manuel_sandbox.handlers import error_processor

    handle = error_processor.ErrorProcessor._is_handled

    def skip(self, record):
        try:
            error_processor._read(record["body"])
        except MalformedRecordError:
            return True
        return handle(self, record)

    error_processor.ErrorProcessor._is_handled = skip
