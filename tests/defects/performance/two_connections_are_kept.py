"""Two connections are kept open, and every further one is closed after its first response."""

NOTICED_BY = "Concurrent Users Need One Connection Each"

MOST_KEPT = 2


def apply() -> None:
    """Count them."""
    from api_gateway.server import _RequestHandler

    send = _RequestHandler._send

    def send_and_keep_two(self, body):
        self.close_connection = self.close_connection or len(self.server._connections) > MOST_KEPT
        send(self, body)

    _RequestHandler._send = send_and_keep_two
