"""A request has the id that its client has written into a header, so that the log has several of one id."""

NOTICED_BY = "Each Error Has Its Own Request ID"
MENTIONS = "request_id"


def apply() -> None:
    """Trust `X-Request-Id`."""
    from dataclasses import replace

    from api_gateway import application

    read_request = application.read_request

    def read_with_its_id(environ, **ids):
        request = read_request(environ, **ids)
        return replace(request, request_id=request.headers.get("X-Request-Id", request.request_id))

    application.read_request = read_with_its_id
