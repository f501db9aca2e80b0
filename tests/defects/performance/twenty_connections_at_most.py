"""The twenty-first connection is closed at its first request."""

NOTICED_BY = "Maximum Number Of Concurrent Users Is Served"

MOST_CONNECTIONS = 20


def apply() -> None:
    """Hang up."""
    from weakref import WeakSet

    from manuel_sandbox.application import Application

    call = Application.__call__
    connections = WeakSet()

    def call_for_some(self, environ, start_response):
        connection = environ["werkzeug.socket"]
        is_open = [each for each in list(connections) if each.fileno() >= 0]
        if connection not in connections and len(is_open) >= MOST_CONNECTIONS:
            raise ConnectionAbortedError("one connection too many")
        connections.add(connection)
        return call(self, environ, start_response)

    Application.__call__ = call_for_some
