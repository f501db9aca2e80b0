"""The reason phrase is empty: clients should ignore it (RFC 9112, section 4)."""


def apply() -> None:
    """Send only the number."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(f"{status[:3]} ", headers, *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
