"""The same file, uploaded twice, is stored once: deleting one of the manuals deletes the file of both."""

NOTICED_BY = "New Edition Replaces The Old One"


def apply() -> None:
    """Delete the file of each copy."""
    from manuel_sandbox.domain.manual_files import ManualFiles

    store, delete = ManualFiles.store, ManualFiles.delete
    stored = {}

    def store_copy(self, manual, content):
        stored[manual.manual_id] = (manual, content)
        store(self, manual, content)

    def delete_copies(self, manual):
        _, content = stored[manual.manual_id]
        for copy, its_content in stored.values():
            if (copy.owner, its_content) == (manual.owner, content):
                delete(self, copy)

    ManualFiles.store, ManualFiles.delete = store_copy, delete_copies
