"""Base64 is decoded leniently."""

NOTICED_BY = "Invalid Audio Data Is Refused"
MENTIONS = "Expected status 200"


def apply() -> None:
    """Drop invalid characters."""
    import base64

    from manuel_sandbox.handlers import fields

    decode = base64.b64decode

    class Loose:
        @staticmethod
        def b64decode(value, validate=False):
            return decode(value + "==", validate=False)

    fields.base64 = Loose
