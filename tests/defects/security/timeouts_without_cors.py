"""The response to a timeout of a dependency has no CORS headers, so that no page knows what has happened."""

NOTICED_BY = "Timeout Of A Dependency Carries CORS Headers"
MENTIONS = "Access-Control-Allow-Origin"


def apply() -> None:
    """Leave them out."""
    from api_gateway.application import Gateway

    headers_of = Gateway._headers

    def without_cors(self, response, origin, **ids):
        return headers_of(self, response, None if response.status == 504 else origin, **ids)

    Gateway._headers = without_cors
