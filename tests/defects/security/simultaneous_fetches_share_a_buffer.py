"""What is fetched is kept in the fetcher, so that simultaneous fetches get each other's manuals."""

NOTICED_BY = "Concurrent Fetches Of A User Are Not Mixed Up"
MENTIONS = "another file"


def apply() -> None:
    """Keep it there."""
    import time

    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    fetch = SafeFetcher.fetch
    fetched = {}

    def fetch_into_buffer(self, url):
        fetched["content"] = fetch(self, url)
        time.sleep(0.05)
        return fetched["content"]

    SafeFetcher.fetch = fetch_into_buffer
