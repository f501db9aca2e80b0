"""The response about an ingestion job that does not exist has no security headers."""

NOTICED_BY = "Every Error Has Security And CORS Headers On Every Route"


def apply() -> None:
    """Remove them from this response."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_headers(self, environ, start_response):
        def start(status, headers):
            is_forgotten = "/job/" in environ["PATH_INFO"] and status.startswith("404")
            start_response(
                status, [each for each in headers if not is_forgotten or each[0] != "X-Frame-Options"]
            )

        return call(self, environ, start)

    Gateway.__call__ = without_headers
