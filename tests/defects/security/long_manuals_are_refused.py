"""A request of more than 6 MB does not reach its function, although the API accepts 10 MB."""

NOTICED_BY = "Manual Just Below The Limit Is Accepted And One Above It Is Refused"


def apply() -> None:
    """Refuse it, as Lambda does."""
    from api_gateway import application

    read_body = application.read_body
    application.read_body = lambda environ, limit: read_body(environ, min(limit, 6 * 1024 * 1024))
