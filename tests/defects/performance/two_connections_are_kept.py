"""Two connections are kept open, and every further one is closed after its first response."""

NOTICED_BY = "Concurrent Users Need One Connection Each"

MOST_KEPT = 2


def apply() -> None:
    """Count them."""
    from weakref import WeakSet

    from manuel_sandbox.application import Application

    call = Application.__call__
    connections = WeakSet()

    def call_and_keep_two(self, environ, start_response):
        def start(status, headers, *exc_info):
            return start_response(status, [*headers, ("Connection", "close")], *exc_info)

        connections.add(environ["werkzeug.socket"])
        is_one_too_many = sum(1 for each in list(connections) if each.fileno() >= 0) > MOST_KEPT
        return call(self, environ, start if is_one_too_many else start_response)

    Application.__call__ = call_and_keep_two
