"""File names are measured in units of UTF-16, of which an emoji has two, as JavaScript and Java do it."""

NOTICED_BY = "File Name Is Kept"


def apply() -> None:
    """Count those."""
    from manuel_sandbox.handlers import fields

    allowed = fields.FILE_NAME

    class Short:
        @staticmethod
        def fullmatch(value):
            return allowed.fullmatch(value) if len(value.encode("utf-16-le")) <= 2 * 255 else None

    fields.FILE_NAME = Short
