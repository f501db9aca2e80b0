"""The response to a fetch that is refused has no CORS headers."""

NOTICED_BY = "Every Error Has Security And CORS Headers On Every Route"


def apply() -> None:
    """Remove them from this response."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_headers(self, environ, start_response):
        def start(status, headers):
            is_forgotten = environ["PATH_INFO"].endswith("/download") and status.startswith("4")
            start_response(
                status,
                [each for each in headers if not is_forgotten or each[0] != "Access-Control-Allow-Origin"],
            )

        return call(self, environ, start)

    Gateway.__call__ = without_headers
