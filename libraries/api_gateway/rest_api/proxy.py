"""Lambda proxy integrations of REST APIs: requests as events, and results of functions as responses.

Amazon API Gateway Developer Guide, "Lambda proxy integrations in API Gateway" and "Binary media types for REST APIs".
"""

import base64
import json
from collections.abc import Iterator, Sequence
from typing import Any

from api_gateway.events import MalformedResultError, read_result
from api_gateway.media_types import is_one_of, media_type_of
from api_gateway.messages import JSON
from api_gateway.received_request import values_by_name
from api_gateway.rest_api.call import RestCall
from loopback_server.response import Response

REMAPPED_HEADERS = {
    "connection",
    "content-length",
    "date",
    "server",
    "user-agent",
    "www-authenticate",
    "authorization",
}
"""Amazon API Gateway important notes, "REST APIs": such a header of a response becomes `x-amzn-remapped-<name>`."""
DROPPED_HEADERS = {"transfer-encoding", "keep-alive", "upgrade", "te", "trailer"}
HEADERS_KEPT_FROM_FUNCTIONS = {
    "content-length",
    "content-md5",
    "max-forwards",
    "proxy-authenticate",
    "server",
    "www-authenticate",
}
"""Headers of a request that no function gets (likewise, and LocalStack 4.14.0,
services/apigateway/next_gen/execute_api/header_utils.py, whose behaviour is validated against AWS)."""
CAPITALIZED_HEADERS = {"authorization": "Authorization", "user-agent": "User-Agent"}
"""Names that events always write alike (LocalStack 4.14.0, services/apigateway/next_gen/execute_api/integrations/aws.py)."""


def proxy_event(call: RestCall, binary_media_types: Sequence[str]) -> dict[str, Any]:
    """Return the event of a request, in payload format 1.0.

    Args:
        call: The request.
        binary_media_types: The media types that functions get in base64.
    """
    text, is_base64 = _body(call, binary_media_types)
    return {**request_event(call), "body": text, "isBase64Encoded": is_base64}


def request_event(call: RestCall) -> dict[str, Any]:
    """Return what an event says of a request, except its body."""
    headers, query = values_by_name(_headers(call)), call.query_values
    return {
        "resource": call.resource_path,
        "path": call.path,
        "httpMethod": call.request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": dict(call.path_parameters) or None,
        "stageVariables": dict(call.stage.variables) or None,
        "requestContext": call.context(),
    }


def _headers(call: RestCall) -> Iterator[tuple[str, str]]:
    for name, value in call.request.headers:
        if name.lower() not in HEADERS_KEPT_FROM_FUNCTIONS:
            yield CAPITALIZED_HEADERS.get(name.lower(), name), value


def _body(call: RestCall, binary_media_types: Sequence[str]) -> tuple[str | None, bool]:
    body = call.request.body
    if not body:
        return None, False
    media_type = media_type_of(call.request.header("Content-Type")) or JSON
    if is_one_of(media_type, binary_media_types):
        return base64.b64encode(body).decode(), True
    return call.request.text, False


def proxy_response(payload: bytes, call: RestCall, binary_media_types: Sequence[str]) -> Response:
    """Return the response that the result of a function stands for.

    A body in base64 is decoded only if the API handles the media type that the client accepts first as binary.

    Raises:
        MalformedResultError: The result does not have the documented format.
    """
    result = json.loads(payload)
    if not isinstance(result, dict):
        raise MalformedResultError(f"the result is a {type(result).__name__}, not an object")
    is_binary = bool(result.get("isBase64Encoded")) and is_one_of(
        _wanted_type(call, result), binary_media_types
    )
    status = 200 if result.get("statusCode") is None else result["statusCode"]
    response = read_result({**result, "statusCode": status, "isBase64Encoded": is_binary})
    headers = ((_remapped(name), value) for name, value in response.headers)
    kept = tuple((name, value) for name, value in headers if name.lower() not in DROPPED_HEADERS)
    return Response(response.status, kept, response.body)


def _wanted_type(call: RestCall, result: dict[str, Any]) -> str:
    accept = call.request.header("Accept")
    if accept:
        return media_type_of(accept.partition(",")[0])
    headers = result.get("headers")
    stated = headers.items() if isinstance(headers, dict) else ()
    return media_type_of(next((str(value) for name, value in stated if name.lower() == "content-type"), JSON))


def _remapped(name: str) -> str:
    return f"x-amzn-Remapped-{name}" if name.lower() in REMAPPED_HEADERS else name
