"""All requests have the same request id."""

NOTICED_BY = "Each Error Has Its Own Request ID"


def apply() -> None:
    """Create it once."""
    import uuid

    from api_gateway import application

    only = str(uuid.uuid4())
    read_request = application.read_request

    def with_the_only_id(environ, *, request_id, trace_id):
        return read_request(environ, request_id=only, trace_id=trace_id)

    application.read_request = with_the_only_id
