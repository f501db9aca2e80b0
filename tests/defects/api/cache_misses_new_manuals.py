"""Answers from before a manual was added are returned after it was added."""

NOTICED_BY = "New Manual Is Used At Once"


def apply() -> None:
    """Leave the library out of the key."""
    from manuel_sandbox.domain.library import Library

    Library.state = lambda self, owner: 0
