"""Error messages are in the language of the users, here German; they still name the invalid field."""

KIND = "words of errors"


def apply() -> None:
    """Translate the messages."""
    from manuel_sandbox.handlers.endpoint import Endpoint

    error_body = Endpoint._error_body

    def translated(self, request, message, error_type):
        subject = message.partition(":")[0] if ":" in message else "Die Anfrage"
        return error_body(self, request, f"{subject} ist so nicht möglich, bitte prüfen.", error_type)

    Endpoint._error_body = translated
