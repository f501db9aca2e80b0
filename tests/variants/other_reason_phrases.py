"""The reason phrase is another one, or none: clients should ignore it (RFC 9112, section 4)."""


def apply() -> None:
    """Send the number alone."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(f"{status[:3]} ", headers, *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
