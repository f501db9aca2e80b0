"""A connection is closed after a refused request whose body nobody has read."""

CATEGORY = "performance"
NOTICED_BY = "Connections Are Kept After A Body That Nobody Reads"


def apply() -> None:
    """Close it as soon as there is something to throw away."""
    from manuel_sandbox.gateway.server import _RequestHandler

    def close_if_anything_is_left(self, environ):
        self.close_connection = self.close_connection or bool(environ["wsgi.input"].read())

    _RequestHandler._discard_rest = close_if_anything_is_left
