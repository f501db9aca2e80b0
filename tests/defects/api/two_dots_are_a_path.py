"""A file name with two dots in a row is refused as a path, wherever they are: `Series 3..5.pdf`."""

NOTICED_BY = "File Name Is Kept"
MENTIONS = "400"


def apply() -> None:
    """Refuse them anywhere."""
    import re

    from manuel_sandbox.handlers import fields

    fields.FILE_NAME = re.compile(rf"(?!.*\.\.){fields.FILE_NAME.pattern}")
