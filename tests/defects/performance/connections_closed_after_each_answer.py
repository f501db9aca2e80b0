"""Each response closes its connection."""

NOTICED_BY = "Connections Are Reused"


def apply() -> None:
    """Say so with each answer."""
    from manuel_sandbox.application import Application

    call = Application.__call__

    def call_and_close(self, environ, start_response):
        def start(status, headers, *exc_info):
            return start_response(status, [*headers, ("Connection", "close")], *exc_info)

        return call(self, environ, start)

    Application.__call__ = call_and_close
