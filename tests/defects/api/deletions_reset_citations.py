"""When a manual is deleted, the user's others begin to count their citations anew."""

NOTICED_BY = "Answers That Cite A Manual Are Counted"
MENTIONS = "query_count"


def apply() -> None:
    """Write zeros."""
    from manuel_sandbox.domain import library

    remove = library.Library.remove

    def remove_and_reset(self, manual):
        is_removed = remove(self, manual)
        others, _ = self.manuals(manual.owner, limit=100, next_token=None)
        for other in others:
            key = library._manual_key(other.owner, other.manual_id)
            self._table.update(key, "SET query_count = :none", {"none": 0})
        return is_removed

    library.Library.remove = remove_and_reset
