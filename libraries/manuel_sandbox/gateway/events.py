"""Lambda proxy integration: a request as an event, and a handler's result as a response.

The shapes are those of the Amazon API Gateway Developer Guide, "Lambda proxy integrations", for REST APIs.
"""

import base64
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from manuel_sandbox.gateway.messages import JSON, Request, Response

API_ID = "manuel"
MINIMUM_STATUS, MAXIMUM_STATUS = 100, 599


class MalformedResultError(Exception):
    """A handler returned something that is no proxy response."""


def proxy_event(  # noqa: PLR0913 - the parts that an event is made of
    request: Request,
    *,
    resource: str,
    path_parameters: Mapping[str, str],
    body: bytes,
    claims: Mapping[str, str] | None,
    stage: str,
) -> dict[str, Any]:
    """The event that a handler is called with."""
    text, is_base64 = _body_text(body)
    query = parse_qsl(request.query_string, keep_blank_values=True)
    return {
        "resource": resource,
        "path": request.path,
        "httpMethod": request.method,
        "headers": request.headers,
        "multiValueHeaders": {name: [value] for name, value in request.headers.items()},
        "queryStringParameters": dict(query) or None,
        "multiValueQueryStringParameters": _multiple(query) or None,
        "pathParameters": dict(path_parameters) or None,
        "stageVariables": None,
        "requestContext": _request_context(request, resource, claims, stage),
        "body": text,
        "isBase64Encoded": is_base64,
    }


def _body_text(body: bytes) -> tuple[str | None, bool]:
    if not body:
        return None, False
    try:
        return body.decode(), False
    except UnicodeDecodeError:
        return base64.b64encode(body).decode(), True


def _multiple(query: list[tuple[str, str]]) -> dict[str, list[str]]:
    values: dict[str, list[str]] = {}
    for name, value in query:
        values.setdefault(name, []).append(value)
    return values


def _request_context(
    request: Request, resource: str, claims: Mapping[str, str] | None, stage: str
) -> dict[str, Any]:
    now = time.time()
    context = {
        "apiId": API_ID,
        "domainName": request.headers.get("Host", ""),
        "extendedRequestId": request.request_id,
        "httpMethod": request.method,
        "identity": {
            "sourceIp": request.source_ip,
            "userAgent": request.headers.get("User-Agent"),
        },
        "path": request.path,
        "protocol": request.protocol,
        "requestId": request.request_id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourcePath": resource,
        "stage": stage,
    }
    if claims is not None:
        context["authorizer"] = {"claims": dict(claims)}
    return context


def read_result(result: Any) -> Response:
    """The response that a handler's result means.

    Raises:
        MalformedResultError: It is not of the documented shape.
    """
    if not isinstance(result, dict):
        raise MalformedResultError(f"the result is a {type(result).__name__}, not an object")
    status = result.get("statusCode")
    if type(status) is not int or not MINIMUM_STATUS <= status <= MAXIMUM_STATUS:
        raise MalformedResultError(f"statusCode is {status!r}")
    body = _read_body(result)
    headers = _read_headers(result)
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", JSON))
    return Response(status, tuple(headers), body)


def _read_body(result: Mapping[str, Any]) -> bytes:
    body = result.get("body") or ""
    if not isinstance(body, str):
        raise MalformedResultError(f"body is a {type(body).__name__}, not a text")
    try:
        return base64.b64decode(body, validate=True) if result.get("isBase64Encoded") else body.encode()
    except ValueError as error:
        raise MalformedResultError(f"body can't be sent: {error}") from None


def _read_headers(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    single, multiple = (
        {} if result.get(name) is None else result[name] for name in ("headers", "multiValueHeaders")
    )
    if not isinstance(single, dict) or not isinstance(multiple, dict):
        raise MalformedResultError("headers are no object")
    headers = [(name, value) for name, values in multiple.items() for value in values]
    headers += [(name, value) for name, value in single.items() if name not in multiple]
    return [(str(name), _one_line(value)) for name, value in headers]


def _one_line(value: Any) -> str:
    text = str(value)
    if "\r" in text or "\n" in text:
        raise MalformedResultError("a header has more than one line")
    return text
