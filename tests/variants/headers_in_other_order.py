"""Headers are in another order (RFC 9110, section 5.3)."""


def apply() -> None:
    """Reverse the order."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, headers[::-1], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
