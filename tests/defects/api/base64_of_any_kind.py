"""Base64 is decoded leniently."""

NOTICED_BY = "Invalid Audio Data Is Refused"
MENTIONS = "Got 200"


def apply() -> None:
    """Drop invalid characters, and take any form for the canonical one."""
    import base64

    from manuel_sandbox.handlers import fields

    decode = base64.b64decode

    class Loose:
        given = ""

        @classmethod
        def b64decode(cls, value, validate=False):
            cls.given = value
            return decode(value + "==", validate=False)

        @classmethod
        def b64encode(cls, _content):
            return cls.given.encode()

    fields.base64 = Loose
