"""One user's new manual takes away the answers of all."""

NOTICED_BY = "New Manual Does Not Affect Another User's Cached Answers"


def apply() -> None:
    """Count the changes of all libraries together."""
    from manuel_sandbox.domain import library

    library._state_key = lambda owner: {"user_id": "library#everybody", "date": library.STATE}
