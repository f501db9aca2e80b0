"""A manual can also be addressed by the key of its file, whoever owns it."""

NOTICED_BY = "No Spelling Of An Id Opens Another User's Manual"


def apply() -> None:
    """Find it there."""
    from manuel_sandbox.domain.library import Library, owner_and_id

    find = Library.find
    Library.find = lambda self, owner, manual_id: find(self, *(owner_and_id(manual_id) or (owner, manual_id)))
