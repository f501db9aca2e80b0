"""A content delivery network stands before the API, which sets a cookie of its own."""


def apply() -> None:
    """Add what a network adds."""
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
