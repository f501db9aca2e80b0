"""The response to an unreadable body has no CORS headers."""

NOTICED_BY = "Errors About A Question Carry CORS Headers"


def apply() -> None:
    """Remove them from these responses."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_cors(self, environ, start_response):
        started = []
        body = call(self, environ, lambda *given: started.append(given))
        status, headers = started[0]
        broken = b'"invalid_json"' in b"".join(body)
        kept = [each for each in headers if not broken or each[0] != "Access-Control-Allow-Origin"]
        start_response(status, kept)
        return body

    Gateway.__call__ = without_cors
