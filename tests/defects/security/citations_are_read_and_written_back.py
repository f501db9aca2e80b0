"""Citations of a manual are counted by reading the number and writing it back."""

NOTICED_BY = "Citations By Concurrent Questions Are All Counted"


def apply() -> None:
    """Add in the process."""
    from manuel_sandbox.domain.library import Library, _manual_key
    from manuel_sandbox.times import iso

    def record(self, owner, manual_id):
        manual = self.find(owner, manual_id)
        if manual is None:
            return
        self._table.update(
            _manual_key(owner, manual_id),
            "SET last_queried = :now, query_count = :count",
            {"now": iso(self._clock()), "count": manual.query_count + 1},
        )

    Library.record_citation = record
