"""A connection is closed after a request with a body, in case a part of it is unread."""

NOTICED_BY = "Connections Are Reused After A Body"


def apply() -> None:
    """Close it instead of reading on."""
    from api_gateway.server import _RequestHandler

    def close_instead(self, environ):
        self.close_connection = self.close_connection or environ.get("CONTENT_LENGTH", "0") != "0"

    _RequestHandler._discard_rest = close_instead
