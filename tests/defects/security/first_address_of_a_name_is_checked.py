"""Only the first address of a host name is checked."""

NOTICED_BY = "Name That Resolves To A Private Address Is Not Fetched"


def apply() -> None:
    """Ignore the others."""
    from manuel_sandbox.domain import safe_fetch

    create = safe_fetch.SafeFetcher.__init__

    class FirstAddress:
        def __init__(self, network):
            self._network = network
            self.connect = network.connect

        def resolve(self, host, port):
            return self._network.resolve(host, port)[:1]

    safe_fetch.SafeFetcher.__init__ = lambda self, *, network, **parts: create(
        self, network=FirstAddress(network), **parts
    )
