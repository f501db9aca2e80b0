"""The port of an address is ignored: every site is asked at the port of its scheme."""

NOTICED_BY = "Manual Is Fetched From Another Port"
MENTIONS = "download_failed"


def apply() -> None:
    """Connect to ports 80 and 443 only."""
    import dataclasses

    from manuel_sandbox.domain.safe_fetch import DEFAULT_PORTS, SafeFetcher

    request = SafeFetcher._request

    def request_at_default_port(self, target, ends):
        return request(self, dataclasses.replace(target, port=DEFAULT_PORTS[target.parts.scheme]), ends)

    SafeFetcher._request = request_at_default_port
