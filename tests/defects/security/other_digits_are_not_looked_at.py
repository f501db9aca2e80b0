"""The address of a host in the digits of another script is not checked, and leads to this machine all the same."""

NOTICED_BY = "No Spelling Of A Loopback Address Is Fetched"
MENTIONS = "201"


def apply() -> None:
    """Check what is written in ASCII, and normalise the rest afterwards."""
    import unicodedata
    from urllib.parse import urlsplit

    from manuel_sandbox.domain.safe_fetch import SafeFetcher, Target

    target_of = SafeFetcher._target

    def normalise_last(self, url):
        if url.isascii():
            return target_of(self, url)
        plain = unicodedata.normalize("NFKC", url).replace("\u3002", ".")
        parts = urlsplit(plain)
        address = self._network.resolve(str(parts.hostname), parts.port or 80)[0]
        return Target(plain, parts, str(parts.hostname), parts.port or 80, address)

    SafeFetcher._target = normalise_last
