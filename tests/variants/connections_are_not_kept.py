"""The server closes the connection after each answer."""

CATEGORY = "connections"


def apply() -> None:
    """End each connection."""
    from manuel_sandbox.gateway.server import _RequestHandler

    start_response = _RequestHandler._start_response

    def and_close(self, *arguments):
        self.close_connection = True
        return start_response(self, *arguments)

    _RequestHandler._start_response = and_close
