"""The twenty-first connection is closed as soon as it is opened."""

NOTICED_BY = "Maximum Number Of Concurrent Users Is Served"

MOST_CONNECTIONS = 20


def apply() -> None:
    """Hang up."""
    from api_gateway.server import _Listener

    process_request = _Listener.process_request

    def process_some(self, request, client_address):
        if len(self._connections) < MOST_CONNECTIONS:
            process_request(self, request, client_address)
        else:
            self.shutdown_request(request)

    _Listener.process_request = process_some
