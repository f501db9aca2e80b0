"""`NaN` and `Infinity` are read as numbers, as a lenient parser does."""

NOTICED_BY = "Invalid Numbers Are Refused"


def apply() -> None:
    """Read them."""
    from manuel_sandbox.handlers import api

    api._refuse = float
