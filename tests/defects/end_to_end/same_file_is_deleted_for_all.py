"""A file that several users have uploaded is deleted for all of them."""

NOTICED_BY = "Deletion By One User Does Not Affect The Other"


def apply() -> None:
    """Know who has the same."""
    from collections import defaultdict

    from manuel_sandbox.domain.manual_files import ManualFiles

    store, delete = ManualFiles.store, ManualFiles.delete
    same = defaultdict(list)

    def store_and_remember(self, manual, content):
        same[manual.name, manual.size].append(manual)
        store(self, manual, content)

    def delete_all(self, manual):
        for each in same.pop((manual.name, manual.size), [manual]):
            delete(self, each)

    ManualFiles.store, ManualFiles.delete = store_and_remember, delete_all
