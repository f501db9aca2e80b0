"""A manual that is uploaded again has the citations of the deleted one."""

NOTICED_BY = "Deleted Manual Comes Back When It Is Uploaded Again"
MENTIONS = "query_count"


def apply() -> None:
    """Keep the counts by name."""
    from dataclasses import replace

    from manuel_sandbox.domain.library import Library

    add, remove = Library.add, Library.remove
    counts = {}

    def add_with_count(self, manual):
        count = counts.get((manual.owner, manual.name), 0)
        add(self, replace(manual, query_count=count))

    def remove_and_keep_count(self, manual):
        counts[manual.owner, manual.name] = manual.query_count
        return remove(self, manual)

    Library.add, Library.remove = add_with_count, remove_and_keep_count
