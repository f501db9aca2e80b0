"""Of duplicate members, the last one counts."""

NOTICED_BY = "Duplicate Member Is Refused"


def apply() -> None:
    """Use the last."""
    from manuel_sandbox.handlers import api

    api._unique = dict
