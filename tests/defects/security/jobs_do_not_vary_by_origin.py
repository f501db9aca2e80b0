"""A cache may hand the list of ingestion jobs, as one origin got it, to another."""

NOTICED_BY = "Every Route Is Served With Security And CORS Headers"


def apply() -> None:
    """Remove `Vary` from this response."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def without_vary(self, environ, start_response):
        def start(status, headers):
            is_list = environ["PATH_INFO"] == "/api/ingestion/status"
            start_response(status, [each for each in headers if not is_list or each[0] != "Vary"])

        return call(self, environ, start)

    Gateway.__call__ = without_vary
