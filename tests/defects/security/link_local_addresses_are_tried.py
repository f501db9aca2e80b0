"""A link-local address is connected to before it is refused."""

NOTICED_BY = "Addresses That Are Not Public Are Not Even Connected To"
MENTIONS = "169.254"


def apply() -> None:
    """See whether it is there."""
    from contextlib import suppress

    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    public_address = SafeFetcher._public_address

    def connect_first(self, host, port):
        with suppress(OSError, ValueError):
            for address in self._network.resolve(host, port):
                if address.startswith("169.254."):
                    self._network.connect(address, port, 0.5).close()
        return public_address(self, host, port)

    SafeFetcher._public_address = connect_first
