"""Header names are in lower case, as with HTTP/2 and many proxies (RFC 9110, section 5.1)."""

KIND = "header names"


def apply() -> None:
    """Convert all names to lower case."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [(name.lower(), value) for name, value in headers], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
