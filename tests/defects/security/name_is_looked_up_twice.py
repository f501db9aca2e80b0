"""A host name is resolved once to check its address, and again to connect."""

NOTICED_BY = "DNS Rebinding Does Not Lead To A Loopback Address"


def apply() -> None:
    """Resolve it again."""
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    public_address = SafeFetcher._public_address

    def check_and_look_up(self, host, port):
        public_address(self, host, port)
        return self._network.resolve(host, port)[0]

    SafeFetcher._public_address = check_and_look_up
