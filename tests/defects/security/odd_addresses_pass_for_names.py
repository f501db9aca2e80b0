"""Only addresses in the usual notation are checked; all others are treated as host names."""

NOTICED_BY = "No Spelling Of A Loopback Address Is Fetched"


def apply() -> None:
    """Allow all names except `localhost`."""
    import ipaddress

    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    public_address = SafeFetcher._public_address

    def check_usual_spelling(self, host, port):
        try:
            ipaddress.ip_address(host)
        except ValueError:
            if host.lower() != "localhost":
                return self._network.resolve(host, port)[0]
        return public_address(self, host, port)

    SafeFetcher._public_address = check_usual_spelling
