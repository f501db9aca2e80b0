"""Header names are in upper case."""

KIND = "header names"


def apply() -> None:
    """Convert all names to upper case."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [(name.upper(), value) for name, value in headers], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
