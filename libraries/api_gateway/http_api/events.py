"""Requests to an HTTP API as events of functions.

Amazon API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs", payload format versions 1.0 and 2.0.
"""

import base64
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

from api_gateway.api_stage import identifier
from api_gateway.events import IDENTITY_OF_IAM_CALLERS
from api_gateway.http_api.call import HttpCall
from api_gateway.media_types import media_type_of
from api_gateway.received_request import values_by_name

TEXT_TYPES = {"", "application/json", "application/javascript", "application/xml"}
TEXT_SUFFIXES = ("+json", "+xml")


def integration_event(call: HttpCall, payload_format: str) -> dict[str, Any]:
    """Return the event of a request.

    Args:
        call: The request.
        payload_format: `1.0` or `2.0`.
    """
    text, is_base64 = _body(call)
    event = request_event(call, payload_format)
    if payload_format == "1.0":
        return {**event, "body": text, "isBase64Encoded": is_base64}
    return {**event, **({} if text is None else {"body": text}), "isBase64Encoded": is_base64}


def request_event(call: HttpCall, payload_format: str) -> dict[str, Any]:
    """Return what an event says of a request, except its body."""
    return _event_1(call) if payload_format == "1.0" else _event_2(call)


def _body(call: HttpCall) -> tuple[str | None, bool]:
    """Return the body; one that is not text by its media type, such as that of a form, is in base64."""
    body = call.request.body
    if not body:
        return None, False
    media_type = media_type_of(call.request.header("Content-Type"))
    is_text = media_type in TEXT_TYPES or media_type.startswith("text/") or media_type.endswith(TEXT_SUFFIXES)
    return (call.request.text, False) if is_text else (base64.b64encode(body).decode(), True)


def _event_2(call: HttpCall) -> dict[str, Any]:
    request = call.request
    cookies = [cookie.strip() for value in _values(request.headers, "cookie") for cookie in value.split(";")]
    optional = {
        "cookies": cookies,
        "queryStringParameters": _joined(request.query),
        "pathParameters": dict(call.path_parameters),
        "stageVariables": dict(call.stage.variables),
    }
    return {
        "version": "2.0",
        "routeKey": call.route.key,
        "rawPath": unquote(request.path),
        "rawQueryString": request.query_string,
        "headers": _joined(
            (name.lower(), value) for name, value in request.headers if name.lower() != "cookie"
        ),
        **{name: value for name, value in optional.items() if value},
        "requestContext": _context_2(call),
    }


def _context_2(call: HttpCall) -> dict[str, Any]:
    request, host = call.request, call.request.host
    context: dict[str, Any] = {
        "accountId": call.stage.account_id,
        "apiId": call.stage.api_id,
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "http": {
            "method": request.method,
            "path": unquote(request.path),
            "protocol": request.protocol,
            "sourceIp": request.source_ip,
            "userAgent": request.header("User-Agent") or "",
        },
        "requestId": call.request.request_id,
        "routeKey": call.route.key,
        "stage": call.stage.name,
        "time": call.time_text,
        "timeEpoch": int(call.begun_at * 1000),
    }
    if call.authorizer is not None:
        context["authorizer"] = dict(call.authorizer)
    return context


def _event_1(call: HttpCall) -> dict[str, Any]:
    headers, query = values_by_name(call.request.headers), values_by_name(call.request.query)
    return {
        "version": "1.0",
        "resource": call.route.path or call.route.key,
        "path": unquote(call.request.path),
        "httpMethod": call.request.method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()} or None,
        "multiValueQueryStringParameters": query or None,
        "pathParameters": dict(call.path_parameters) or None,
        "stageVariables": dict(call.stage.variables) or None,
        "requestContext": _context_1(call),
    }


def _context_1(call: HttpCall) -> dict[str, Any]:
    request, host = call.request, call.request.host
    return {
        "accountId": call.stage.account_id,
        "apiId": call.stage.api_id,
        "authorizer": _authorizer_1(call),
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "extendedRequestId": call.request.request_id,
        "httpMethod": request.method,
        "identity": {
            **dict.fromkeys(IDENTITY_OF_IAM_CALLERS),
            "sourceIp": request.source_ip,
            "userAgent": request.header("User-Agent"),
        },
        "path": unquote(request.path),
        "protocol": request.protocol,
        "requestId": call.request.request_id,
        "requestTime": call.time_text,
        "requestTimeEpoch": int(call.begun_at * 1000),
        "resourceId": identifier(call.stage.api_id, call.route.key),
        "resourcePath": call.route.path or call.route.key,
        "stage": call.stage.name,
    }


def _authorizer_1(call: HttpCall) -> dict[str, Any]:
    """Return what format 1.0 says of the sender: the members that format 2.0 has one level deeper."""
    known: dict[str, Any] = {"claims": None, "scopes": None}
    for found in (call.authorizer or {}).values():
        known = dict(found or {})
    return known


def _values(pairs: Iterable[tuple[str, str]], name: str) -> list[str]:
    return [value for key, value in pairs if key.lower() == name]


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return values by name; those of the same name are joined by commas."""
    return {name: ",".join(values) for name, values in values_by_name(pairs).items()}
