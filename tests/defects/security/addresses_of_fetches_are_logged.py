"""The URL of each fetched manual is logged, with whatever secret it has."""

NOTICED_BY = "Secrets In The Address Of A Manual Are Not In The Log"


def apply() -> None:
    """Log it."""
    from manuel_sandbox.domain import safe_fetch

    fetch = safe_fetch.SafeFetcher.fetch

    def log(self, url):
        safe_fetch.logger.info("Fetching %s", url)
        return fetch(self, url)

    safe_fetch.SafeFetcher.fetch = log
