"""One user's new manual invalidates the cached answers of all users."""

NOTICED_BY = "New Manual Does Not Affect Another User's Cached Answers"


def apply() -> None:
    """Count the changes of all libraries together."""
    from manuel_sandbox.domain import library

    library._state_key = lambda owner: {"user_id": "library#everybody", "date": library.STATE}
