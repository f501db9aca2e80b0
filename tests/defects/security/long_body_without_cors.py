"""The response to a too long body has no CORS headers, so that no page ever sees it."""

NOTICED_BY = "Oversized Body Is Refused With CORS Headers"


def apply() -> None:
    """Remove them from this response."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_cors(self, environ, start_response):
        def start(status, headers):
            too_long = status.startswith("413")
            kept = [each for each in headers if not too_long or each[0] != "Access-Control-Allow-Origin"]
            start_response(status, kept)

        return call(self, environ, start)

    Gateway.__call__ = without_cors
