"""The list of circuit breakers has no CORS headers, so that no page can show it."""

NOTICED_BY = "Every Route Is Served With Security And CORS Headers"


def apply() -> None:
    """Remove them from this response."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_headers(self, environ, start_response):
        def start(status, headers):
            is_forgotten = environ["PATH_INFO"] == "/health/circuit-breakers"
            start_response(
                status,
                [each for each in headers if not is_forgotten or each[0] != "Access-Control-Allow-Origin"],
            )

        return call(self, environ, start)

    Gateway.__call__ = without_headers
