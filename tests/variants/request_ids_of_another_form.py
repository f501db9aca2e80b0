"""Request ids are no UUIDs: their form is nobody's business."""


def apply() -> None:
    """Leave the hyphens out."""
    from api_gateway import application

    read_request = application.read_request

    def read_with_another_id(environ, *, request_id, trace_id):
        return read_request(environ, request_id=request_id.replace("-", ""), trace_id=trace_id)

    application.read_request = read_with_another_id
