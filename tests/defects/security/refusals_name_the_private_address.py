"""The refusal of a fetch names the private address that a host name leads to."""

NOTICED_BY = "Name That Resolves To A Private Address Is Not Fetched"
MENTIONS = "internal address"


def apply() -> None:
    """Say which address it is."""
    from manuel_sandbox.domain.errors import FieldProblem, UrlNotAllowedError
    from manuel_sandbox.domain.safe_fetch import SafeFetcher

    public_address = SafeFetcher._public_address

    def say_which(self, host, port):
        try:
            return public_address(self, host, port)
        except UrlNotAllowedError:
            found = ", ".join(self._network.resolve(host, port))
            raise UrlNotAllowedError(
                FieldProblem("url", f"its host is at {found}, which is not public")
            ) from None

    SafeFetcher._public_address = say_which
