"""The limit of a body is that of the header `Content-Length`, which a body in pieces does not have."""

NOTICED_BY = "Body Over The Limit Is Refused Without Its Length"
MENTIONS = "413"


def apply() -> None:
    """Read bodies in pieces to their end."""
    from api_gateway import application

    read_body = application.read_body

    def read_to_the_end(environ, limit):
        if environ.get("CONTENT_LENGTH"):
            return read_body(environ, limit)
        return environ["wsgi.input"].read()

    application.read_body = read_to_the_end
