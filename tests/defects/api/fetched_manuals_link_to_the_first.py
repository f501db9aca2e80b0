"""The links of all manuals lead to the one that was stored first."""

NOTICED_BY = "Link Of A Fetched Manual Leads To What Was Fetched"


def apply() -> None:
    """Keep the first key of each user."""
    from dataclasses import replace

    from manuel_sandbox.domain.manual_files import ManualFiles

    store, url = ManualFiles.store, ManualFiles.url
    first = {}

    def store_and_remember(self, manual, content):
        first.setdefault(manual.owner, manual.manual_id)
        store(self, manual, content)

    ManualFiles.store = store_and_remember
    ManualFiles.url = lambda self, manual: url(
        self, replace(manual, manual_id=first.get(manual.owner, manual.manual_id))
    )
