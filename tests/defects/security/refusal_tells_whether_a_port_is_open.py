"""A connection to a private address is tried before it is refused, and the error reveals whether something listens there."""

NOTICED_BY = "Refusal Does Not Reveal What Is Listening"


def apply() -> None:
    """Try it."""
    from manuel_sandbox.domain.errors import FieldProblem, UrlNotAllowedError
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    public_address = SafeFetcher._public_address

    def try_and_refuse(self, host, port):
        try:
            return public_address(self, host, port)
        except UrlNotAllowedError:
            try_port(self, host, port)
            raise

    def try_port(self, host, port):
        try:
            self._network.connect(self._network.resolve(host, port)[0], port, 1).close()
        except OSError:
            raise UrlNotAllowedError(FieldProblem("url", "nobody answers there")) from None

    SafeFetcher._public_address = try_and_refuse
