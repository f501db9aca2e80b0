"""Browsers are told to use HTTPS for two years, in another order and letter case (RFC 6797)."""

KIND = "transport security"


def apply() -> None:
    """Say so."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def other(header):
        told = "includeSubDomains; preload; Max-Age=63072000"
        return (header[0], told) if header[0] == "Strict-Transport-Security" else header

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [each for each in map(other, headers) if each], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
