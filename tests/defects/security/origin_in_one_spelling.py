"""Pages of allowed origins are recognized by `Origin`, and not by `origin`, as HTTP/2 writes it."""

NOTICED_BY = "Name Of The Origin Header Is Case-Insensitive"
MENTIONS = "Access-Control-Allow-Origin"


def apply() -> None:
    """Look for one spelling."""
    from api_gateway import application

    read = application.read_request

    def read_as_written(environ, **ids):
        request = read(environ, **ids)
        if "Origin" not in request.headers_as_sent:
            request.headers.pop("Origin", None)
        return request

    application.read_request = read_as_written
