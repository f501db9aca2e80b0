"""Browsers are told to use HTTPS for a year, of this host alone (RFC 6797): the contract asks for no more."""

KIND = "transport security"


def apply() -> None:
    """Say so."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def other(header):
        return (header[0], "max-age=31536000") if header[0] == "Strict-Transport-Security" else header

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [each for each in map(other, headers) if each], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
