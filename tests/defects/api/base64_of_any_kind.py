"""Base64 is read as loosely as it can be."""

NOTICED_BY = "Invalid Audio Data Is Refused"


def apply() -> None:
    """Drop what is no base64."""
    import base64

    from manuel_sandbox.handlers import fields

    decode = base64.b64decode

    class Loose:
        @staticmethod
        def b64decode(value, validate=False):
            return decode(value + "==", validate=False)

    fields.base64 = Loose
