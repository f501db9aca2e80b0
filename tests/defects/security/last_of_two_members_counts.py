"""Of two members of one name the last counts."""

NOTICED_BY = "Duplicate Member Is Refused"


def apply() -> None:
    """Let it win."""
    from manuel_sandbox.handlers import api

    api._unique = dict
