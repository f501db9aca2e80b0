"""The row that tracks a file is looked for under the day of its deletion."""

NOTICED_BY = "Manual Deleted On Another Day Leaves Nothing Behind"
MENTIONS = "file_tracker"


def apply() -> None:
    """Name today when something is deleted."""
    from manuel_sandbox.domain.library import Library
    from manuel_sandbox.times import iso

    remove = Library.remove

    def remove_today(self, manual):
        table = self._table
        self._table = _Today(table, iso(self._clock())[:10])
        try:
            return remove(self, manual)
        finally:
            self._table = table

    class _Today:
        def __init__(self, table, today):
            self._table, self._today = table, today

        def __getattr__(self, name):
            return getattr(self._table, name)

        def deleting(self, key, *, condition=None):
            if key["user_id"].startswith("file_tracker#"):
                key = {**key, "date": self._today}
            return self._table.deleting(key, condition=condition)

    Library.remove = remove_today
