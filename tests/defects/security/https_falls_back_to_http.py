"""What cannot be fetched over https is fetched without encryption."""

NOTICED_BY = "Site With An Untrusted Certificate Is Not Fetched"


def apply() -> None:
    """Try http next."""
    from manuel_sandbox.domain.errors import DownloadFailedError
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    request = SafeFetcher._request

    def request_somehow(self, target, ends):
        try:
            return request(self, target, ends)
        except DownloadFailedError:
            if target.parts.scheme == "http":
                raise
            return request(self, self._target(target.url.replace("https:", "http:", 1)), ends)

    SafeFetcher._request = request_somehow
