"""A body is read to its end, however long it is."""

NOTICED_BY = "Body Over The Limit Is Refused"


def apply() -> None:
    """Read it."""
    from api_gateway import application

    read_body = application.read_body
    application.read_body = lambda environ, limit: read_body(environ, 100 * limit)
