"""Error messages have another wording; they still name the invalid field."""

KIND = "words of errors"


def apply() -> None:
    """Reword the messages."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    error_body = Endpoint._error_body

    def reworded(self, request, message, error_type):
        subject = message.partition(":")[0] if ":" in message else ""
        words = f"Sorry, we can't use {subject} as it is." if subject else "Sorry, that did not work."
        return error_body(self, request, words, error_type)

    Endpoint._error_body = reworded
