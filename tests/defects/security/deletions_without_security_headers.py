"""The response to a deletion has no security headers."""

NOTICED_BY = "Every Route Is Served With Security And CORS Headers"


def apply() -> None:
    """Remove them from this response."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_headers(self, environ, start_response):
        def start(status, headers):
            is_forgotten = environ["REQUEST_METHOD"] == "DELETE" and status.startswith("200")
            start_response(
                status, [each for each in headers if not is_forgotten or each[0] != "X-Frame-Options"]
            )

        return call(self, environ, start)

    Gateway.__call__ = without_headers
