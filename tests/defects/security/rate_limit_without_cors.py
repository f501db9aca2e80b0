"""The response to an exceeded rate limit has no CORS headers."""

NOTICED_BY = "Rate Limit Error Carries CORS Headers"


def apply() -> None:
    """Remove them from this response."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_cors(self, environ, start_response):
        def start(status, headers):
            too_many = status.startswith("429")
            kept = [each for each in headers if not too_many or each[0] != "Access-Control-Allow-Origin"]
            start_response(status, kept)

        return call(self, environ, start)

    Gateway.__call__ = without_cors
