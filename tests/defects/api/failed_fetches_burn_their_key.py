"""A fetch claims its idempotency key before the site answers: if the site fails, the key can never be used again."""

NOTICED_BY = "Key Of A Failed Fetch Is Still Free"
MENTIONS = "400"


def apply() -> None:
    """Keep the claim."""
    from manuel_sandbox.domain.errors import RequestError
    from manuel_sandbox.domain.safe_fetch import SafeFetcher
    from manuel_sandbox.handlers.manuals import DownloadManual

    fetch, download = SafeFetcher.fetch, DownloadManual.__call__

    class FetchError(Exception):
        """The site has failed."""

    def fetch_or_tell(self, url):
        try:
            return fetch(self, url)
        except RequestError as error:
            raise FetchError from error

    def download_after_claim(self, request):
        try:
            return download(self, request)
        except FetchError as failed:
            if key := request.headers.get("idempotency-key"):
                self._submission._claim(request.user_id, key, "a fetch that has begun", "none")
            raise failed.__cause__ from None

    SafeFetcher.fetch, DownloadManual.__call__ = fetch_or_tell, download_after_claim
