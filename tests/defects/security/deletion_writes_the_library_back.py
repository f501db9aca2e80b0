"""A deletion writes all other manuals back as it has read them, also those that are deleted meanwhile."""

NOTICED_BY = "Concurrent Deletions Of Several Manuals Delete All Of Them"


def apply() -> None:
    """Keep the manuals of a user as one list."""
    from manuel_sandbox.domain.library import Library

    remove = Library.remove

    def remove_from_list(self, manual):
        every, _ = self.manuals(manual.owner, limit=100, next_token=None)
        is_removed = remove(self, manual)
        for other in every:
            if other.manual_id != manual.manual_id:
                self._table.put(other.to_row())
        return is_removed

    Library.remove = remove_from_list
