"""Browsers may cache a user's data for a minute."""

NOTICED_BY = "User Data Is Not Cached"


def apply() -> None:
    """Allow it for GET."""
    from api_gateway.application import Gateway

    call = Gateway.__call__

    def kept_for_a_minute(self, environ, start_response):
        def start(status, headers):
            is_read = environ["REQUEST_METHOD"] == "GET" and status.startswith("200")
            minute = {"Cache-Control": "private, max-age=60"} if is_read else {}
            start_response(status, [(name, minute.get(name, value)) for name, value in headers])

        return call(self, environ, start)

    Gateway.__call__ = kept_for_a_minute
