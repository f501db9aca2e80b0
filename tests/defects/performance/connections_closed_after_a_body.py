"""A connection is closed after a request with a body, in case a part of it is unread."""

NOTICED_BY = "Connections Are Reused After A Body"


def apply() -> None:
    """Close it instead of reading on."""
    from manuel_sandbox.application import Application

    call = Application.__call__

    def call_and_close(self, environ, start_response):
        def start(status, headers, *exc_info):
            return start_response(status, [*headers, ("Connection", "close")], *exc_info)

        has_body = environ.get("CONTENT_LENGTH", "0") != "0"
        return call(self, environ, start if has_body else start_response)

    Application.__call__ = call_and_close
