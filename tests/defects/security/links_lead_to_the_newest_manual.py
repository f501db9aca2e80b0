"""The link of a manual leads to the one that was stored last."""

NOTICED_BY = "Link Of Each Manual Leads To Its Own File"


def apply() -> None:
    """Sign the key that was used last."""
    from dataclasses import replace

    from manuel_sandbox.domain.manual_files import ManualFiles

    store, url = ManualFiles.store, ManualFiles.url
    stored = []

    def store_and_remember(self, manual, content):
        stored.append(manual)
        store(self, manual, content)

    ManualFiles.store = store_and_remember
    ManualFiles.url = lambda self, manual: url(
        self, replace(manual, owner=stored[-1].owner, manual_id=stored[-1].manual_id)
    )
