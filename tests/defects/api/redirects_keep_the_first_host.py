"""After a redirect, `Host` is still that of the first request."""

NOTICED_BY = "Manual Is Fetched From Another Port"
MENTIONS = "download_failed"


def apply() -> None:
    """Remember the first host of each fetch."""
    from contextvars import ContextVar
    from urllib.parse import urlsplit

    from manuel_sandbox.domain.safe_fetch import SafeFetcher, Target

    fetch = SafeFetcher.fetch
    first = ContextVar("first")

    def fetch_and_remember(self, url):
        first.set(urlsplit(url).netloc)
        return fetch(self, url)

    SafeFetcher.fetch = fetch_and_remember
    Target.authority = property(lambda self: first.get())
