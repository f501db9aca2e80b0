"""Each response closes its connection."""

NOTICED_BY = "Connections Are Reused"


def apply() -> None:
    """Say so with each answer."""
    from api_gateway.server import _RequestHandler

    send = _RequestHandler._send

    def send_and_close(self, body):
        self.close_connection = True
        send(self, body)

    _RequestHandler._send = send_and_close
