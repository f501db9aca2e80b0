"""A manual is found by the key of its file as well, whoever's folder that is in."""

NOTICED_BY = "Id Of Another User's Manual Is No Use In Any Spelling"


def apply() -> None:
    """Find it there."""
    from manuel_sandbox.domain.library import Library, owner_and_id

    find = Library.find
    Library.find = lambda self, owner, manual_id: find(self, *(owner_and_id(manual_id) or (owner, manual_id)))
