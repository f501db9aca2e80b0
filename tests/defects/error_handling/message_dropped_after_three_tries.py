"""The error processor gives up after three attempts, before the queue can keep the message."""

NOTICED_BY = "Message That The Table Never Accepts Is Kept"


def apply() -> None:
    """Check the receive count."""
    from manuel_sandbox.handlers.error_processor import ErrorProcessor

    handle = ErrorProcessor._is_handled

    def give_up(self, record):
        return handle(self, record) or int(record["attributes"]["ApproximateReceiveCount"]) >= 3

    ErrorProcessor._is_handled = give_up
