"""A connection that carried a token is closed, so that nobody else can use it."""

NOTICED_BY = "Connections Are Reused By Signed-In Users"


def apply() -> None:
    """Close it after the answer."""
    from manuel_sandbox.application import Application

    call = Application.__call__

    def call_and_forget(self, environ, start_response):
        def start(status, headers, *exc_info):
            return start_response(status, [*headers, ("Connection", "close")], *exc_info)

        return call(self, environ, start if "HTTP_AUTHORIZATION" in environ else start_response)

    Application.__call__ = call_and_forget
