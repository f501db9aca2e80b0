"""`NaN` and `Infinity` are accepted as numbers."""

NOTICED_BY = "Invalid Numbers Are Refused"


def apply() -> None:
    """Accept them."""
    from manuel_sandbox.handlers import api

    api._refuse = float
