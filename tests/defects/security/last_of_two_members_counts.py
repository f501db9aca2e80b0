"""Of two members of one name the last counts."""

NOTICED_BY = "Member That Is There Twice Is Refused"


def apply() -> None:
    """Let it win."""
    from manuel_sandbox.handlers import api

    api._unique = dict
