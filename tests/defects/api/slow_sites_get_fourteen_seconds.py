"""A download is abandoned after fourteen seconds instead of ten."""

NOTICED_BY = "Download That Takes Too Long Is Abandoned"
MENTIONS = "13"


def apply() -> None:
    """Wait longer."""
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    fetch = SafeFetcher.fetch

    def patient(self, url):
        self._most_seconds = 14.0
        return fetch(self, url)

    SafeFetcher.fetch = patient
