"""The target of a redirect is connected to before its address is checked."""

NOTICED_BY = "Addresses That Are Not Public Are Not Even Connected To"


def apply() -> None:
    """Connect while the redirect is read."""
    from contextlib import suppress
    from urllib.parse import urlsplit

    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    request = SafeFetcher._request

    def try_redirect(self, target, ends):
        answer = request(self, target, ends)
        if isinstance(answer, str):
            parts = urlsplit(answer)
            with suppress(OSError, ValueError):
                for address in self._network.resolve(str(parts.hostname), parts.port or 80):
                    self._network.connect(address, parts.port or 80, 0.5).close()
        return answer

    SafeFetcher._request = try_redirect
