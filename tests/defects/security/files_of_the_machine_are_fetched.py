"""A manual can be fetched from the machine's own disk."""

NOTICED_BY = "Only Web Addresses Are Fetched"


def apply() -> None:
    """Open `file:` addresses too."""
    from urllib.request import urlopen

    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    fetch = SafeFetcher.fetch

    def fetch_or_open(self, url):
        if not url.startswith("file:///"):
            return fetch(self, url)
        with urlopen(url) as file:
            return file.read()

    SafeFetcher.fetch = fetch_or_open
