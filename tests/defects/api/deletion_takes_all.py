"""Deleting one manual deletes all manuals of the user."""

NOTICED_BY = "Deleted Manual Is Gone"


def apply() -> None:
    """Delete the others as well."""
    from manuel_sandbox.domain.library import Library

    remove = Library.remove

    def remove_all(self, manual):
        for other in self.manuals(manual.owner, limit=100, next_token=None)[0]:
            remove(self, other)
        return True

    Library.remove = remove_all
