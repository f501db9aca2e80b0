"""Responses vary by more than the origin, in lower case (RFC 9110, section 12.5.5)."""


def apply() -> None:
    """Name the encoding as well."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def other(header):
        return (header[0], "accept-encoding, origin") if header[0] == "Vary" else header

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [each for each in map(other, headers) if each], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
