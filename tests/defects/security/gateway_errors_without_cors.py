"""Errors of the gateway have no CORS headers."""

NOTICED_BY = "Errors Carry CORS Headers"


def apply() -> None:
    """Remove them from responses without a function."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_cors(self, environ, start_response):
        def start(status, headers):
            by_function = "API-Version" in dict(headers)
            kept = [each for each in headers if by_function or each[0] != "Access-Control-Allow-Origin"]
            start_response(status, kept)

        return call(self, environ, start)

    Gateway.__call__ = without_cors
