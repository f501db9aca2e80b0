"""The checked host is the one after a backslash and an `@`; the visited one stands before them."""

NOTICED_BY = "Ambiguous Address Is Not Fetched"


def apply() -> None:
    """Parse it in two ways."""
    from urllib.parse import urlsplit

    from manuel_sandbox.domain.safe_fetch import SafeFetcher, Target

    target = SafeFetcher._target

    def target_before_the_backslash(self, url):
        before, backslash, after = url.partition("\\@")
        if not backslash:
            return target(self, url)
        target(self, f"http://{after}")
        parts = urlsplit(before)
        port = parts.port or 80
        return Target(before, parts, parts.hostname, port, self._network.resolve(parts.hostname, port)[0])

    SafeFetcher._target = target_before_the_backslash
