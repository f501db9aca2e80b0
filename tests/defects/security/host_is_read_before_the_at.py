"""The checked host is the one before an `@`; the visited one stands after it."""

NOTICED_BY = "Address With A User Name Is Not Fetched"


def apply() -> None:
    """Parse it in two ways."""
    from urllib.parse import urlsplit

    from manuel_sandbox.domain.safe_fetch import SafeFetcher, Target

    target = SafeFetcher._target

    def target_after_the_at(self, url):
        before, at, after = url.partition("@")
        checked = target(self, before)
        if not at:
            return checked
        parts = urlsplit(f"http://{after}")
        port = parts.port or 80
        return Target(url, parts, parts.hostname, port, self._network.resolve(parts.hostname, port)[0])

    SafeFetcher._target = target_after_the_at
