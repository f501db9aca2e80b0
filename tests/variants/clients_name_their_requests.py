"""A request has the id that its client has given it: clients can override `$context.requestId` (API Gateway Developer Guide)."""


def apply() -> None:
    """Take it from `X-Amzn-RequestId` or `X-Request-Id`."""
    from dataclasses import replace

    from api_gateway import application

    read_request = application.read_request

    def read_with_its_id(environ, **ids):
        request = read_request(environ, **ids)
        own = request.headers.get("X-Amzn-RequestId") or request.headers.get("X-Request-Id")
        return replace(request, request_id=own or request.request_id)

    application.read_request = read_with_its_id
