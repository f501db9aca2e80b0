"""The address that a user gave is checked, but not the targets of redirects."""

NOTICED_BY = "Redirect To A Private Address Is Not Followed"


def apply() -> None:
    """Trust redirects."""
    import copy

    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    fetch, target = SafeFetcher.fetch, SafeFetcher._target

    def fetch_trusting(self, url):
        own = copy.copy(self)

        def check_once(first):
            own._public_address = lambda host, port: self._network.resolve(host, port)[0]
            return target(self if first == url else own, first)

        own._target = check_once
        return fetch(own, url)

    SafeFetcher.fetch = fetch_trusting
