"""No gateway adds its headers with the ids of request and trace, as with `sam local start-api`."""


def apply() -> None:
    """Remove them."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def other(header):
        return None if header[0] in ("x-amzn-RequestId", "X-Amzn-Trace-Id") else header

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [each for each in map(other, headers) if each], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
