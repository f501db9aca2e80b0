"""The link of a manual leads to the one that was stored last."""

NOTICED_BY = "Link Of Each Manual Leads To Its Own File"


def apply() -> None:
    """Sign the key that was used last."""
    from dataclasses import replace

    from manuel_sandbox.domain.manual_files import ManualFiles

    store, url = ManualFiles.store, ManualFiles.url

    def store_and_remember(self, manual, content):
        self._latest = manual
        store(self, manual, content)

    ManualFiles.store = store_and_remember
    ManualFiles.url = lambda self, manual: url(
        self, replace(manual, owner=self._latest.owner, manual_id=self._latest.manual_id)
    )
