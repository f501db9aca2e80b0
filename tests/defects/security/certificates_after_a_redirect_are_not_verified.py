"""The certificate of a site is verified only if the user has named it, not if a redirect has led there."""

NOTICED_BY = "Site With An Untrusted Certificate Is Not Fetched"
MENTIONS = "manual.pdf"


def apply() -> None:
    """Remember the first address of a fetch, and verify there."""
    import ssl
    from contextvars import ContextVar

    from manuel_sandbox.domain import safe_fetch

    fetch, secured = safe_fetch.SafeFetcher.fetch, safe_fetch._secured
    named = ContextVar("named")

    def fetch_named(self, url):
        named.set(url)
        return fetch(self, url)

    def secured_at_first(stream, target, context):
        return secured(
            stream, target, context if target.url == named.get() else ssl._create_unverified_context()
        )

    safe_fetch.SafeFetcher.fetch = fetch_named
    safe_fetch._secured = secured_at_first
