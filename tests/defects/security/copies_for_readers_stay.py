"""Links lead to a copy, which remains when the manual is deleted."""

NOTICED_BY = "Link To A Deleted Manual Is Dead"


def apply() -> None:
    """Make a copy, and forget it."""
    from dataclasses import dataclass

    from manuel_sandbox.domain.manual_files import PDF, ManualFiles

    store, url = ManualFiles.store, ManualFiles.url

    @dataclass
    class Copy:
        name: str
        key: str

    def copy_of(manual):
        return Copy(manual.name, f"copies/{manual.manual_id}.pdf")

    def store_twice(self, manual, content):
        store(self, manual, content)
        self._put(copy_of(manual).key, content, PDF)

    ManualFiles.store, ManualFiles.url = store_twice, lambda self, manual: url(self, copy_of(manual))
