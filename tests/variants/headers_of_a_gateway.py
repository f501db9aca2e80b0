"""API Gateway adds headers of its own, such as another request id."""


def apply() -> None:
    """Add the headers of a deployed REST API."""
    from api_gateway.application import Gateway

    call = Gateway.__call__
    added = [
        ("x-amz-apigw-id", "Fz1GhG5sDoEFQ0g="),
        ("x-amzn-Remapped-Date", "Sun, 22 Nov 2026 10:26:40 GMT"),
    ]

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [*headers, *added], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
