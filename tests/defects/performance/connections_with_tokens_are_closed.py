"""A connection that carried a token is closed, so that nobody else can use it."""

NOTICED_BY = "Connections Are Reused By Signed-In Users"


def apply() -> None:
    """Close it after the answer."""
    from api_gateway.server import _RequestHandler

    send = _RequestHandler._send

    def send_and_forget(self, body):
        self.close_connection = self.close_connection or "Authorization" in self.headers
        send(self, body)

    _RequestHandler._send = send_and_forget
