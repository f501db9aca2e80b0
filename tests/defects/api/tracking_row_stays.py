"""The row that tracks a file remains after the file is deleted."""

NOTICED_BY = "Deleted Manual Leaves Nothing Behind"


def apply() -> None:
    """Do not delete it."""
    from manuel_sandbox.domain.library import Library, _manual_key

    def remove(self, manual):
        key = _manual_key(manual.owner, manual.manual_id)
        self._table.transact(self._table.deleting(key), self._count_change(manual.owner))
        return True

    Library.remove = remove
