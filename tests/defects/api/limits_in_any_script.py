"""A page size may be written in digits of any script."""

NOTICED_BY = "Page Size Is Limited"


def apply() -> None:
    """Take what Python takes."""
    import re

    from manuel_sandbox.handlers import pages

    pages.WHOLE_NUMBER = re.compile(r"\d{1,3}")
