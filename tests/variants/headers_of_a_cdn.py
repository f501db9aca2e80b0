"""The API is behind a content delivery network, which sets a cookie of its own."""


def apply() -> None:
    """Add the headers of a network."""
    from api_gateway.application import Gateway

    call = Gateway.__call__
    added = [
        ("Set-Cookie", "edge=7; Path=/; Secure; HttpOnly"),
        ("Via", "1.1 example.cloudfront.net"),
        ("X-Cache", "Miss from cloudfront"),
    ]

    def changed(self, environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [*headers, *added], *rest)

        return call(self, environ, start)

    Gateway.__call__ = changed
