"""Lambda proxy integration: requests become events, and the results of handlers become responses.

Both have the format of the Amazon API Gateway Developer Guide, "Lambda proxy integrations", for REST APIs.
"""

import base64
import json
import re
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from api_gateway.messages import JSON, Request
from loopback_server.response import Response

API_ID, ACCOUNT_ID = "local", "000000000000"
RESULT_MEMBERS = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
STATUS = re.compile(r"[2-5][0-9]{2}")
HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
HEADER_VALUE = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")
IDENTITY_OF_IAM_CALLERS = (
    "accessKey",
    "accountId",
    "caller",
    "cognitoAuthenticationProvider",
    "cognitoAuthenticationType",
    "cognitoIdentityId",
    "cognitoIdentityPoolId",
    "principalOrgId",
    "user",
    "userArn",
)


class MalformedResultError(Exception):
    """A handler returned something that is not a proxy response."""


class UndecodableBodyError(MalformedResultError):
    """A handler returned a body that claims to be base64 and is not."""


def proxy_event(  # noqa: PLR0913 - the parts that an event is made of
    request: Request,
    *,
    resource: str,
    path_parameters: Mapping[str, str],
    body: bytes,
    claims: Mapping[str, str] | None,
    stage: str,
) -> dict[str, Any]:
    """Return the event with which a handler is called."""
    text, is_base64 = _body_text(body)
    query, headers = parse_qsl(request.query_string, keep_blank_values=True), request.headers_as_sent
    return {
        "resource": resource,
        "path": request.path,
        "httpMethod": request.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
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
    now, host = time.time(), request.headers.get("Host", "")
    context = {
        "accountId": ACCOUNT_ID,
        "apiId": API_ID,
        "domainName": host,
        "domainPrefix": host.partition(".")[0],
        "extendedRequestId": request.request_id,
        "httpMethod": request.method,
        "identity": {
            **dict.fromkeys(IDENTITY_OF_IAM_CALLERS),
            "sourceIp": request.source_ip,
            "userAgent": request.headers.get("User-Agent"),
        },
        "path": request.path,
        "protocol": request.protocol,
        "requestId": request.request_id,
        "requestTime": time.strftime("%d/%b/%Y:%H:%M:%S +0000", time.gmtime(now)),
        "requestTimeEpoch": int(now * 1000),
        "resourceId": f"{request.method} {resource}",
        "resourcePath": resource,
        "stage": stage,
    }
    if claims is not None:
        context["authorizer"] = {"claims": dict(claims)}
    return context


def read_result(result: Any) -> Response:
    """Return the response that the result of a handler stands for.

    Raises:
        MalformedResultError: The result does not have the documented format.
    """
    if not isinstance(result, dict):
        raise MalformedResultError(f"the result is a {type(result).__name__}, not an object")
    unknown = result.keys() - RESULT_MEMBERS
    if unknown:
        raise MalformedResultError(f"unknown member {', '.join(sorted(map(repr, unknown)))}")
    status = _read_status(result.get("statusCode"))
    body = _read_body(result)
    headers = _read_headers(result)
    if not any(name.lower() == "content-type" for name, _ in headers):
        headers.append(("Content-Type", JSON))
    return Response(status, tuple(headers), body)


def _read_status(code: Any) -> int:
    """Return a status given as a number or as a string: the handlers of AWS's own blueprints return `"200"`."""
    if type(code) not in (int, str) or not STATUS.fullmatch(str(code)):
        raise MalformedResultError(f"statusCode is {code!r}")
    return int(code)


def _read_body(result: Mapping[str, Any]) -> bytes:
    body, is_base64 = (result.get(name) for name in ("body", "isBase64Encoded"))
    if not isinstance(body, str | None) or not isinstance(is_base64, bool | None):
        raise MalformedResultError(
            f"body is a {type(body).__name__}, and isBase64Encoded is a {type(is_base64).__name__}"
        )
    try:
        return base64.b64decode(body or "", validate=True) if is_base64 else (body or "").encode()
    except ValueError as error:
        raise UndecodableBodyError(f"body can't be sent: {error}") from None


def _read_headers(result: Mapping[str, Any]) -> list[tuple[str, str]]:
    single, multiple = (
        {} if result.get(name) is None else result[name] for name in ("headers", "multiValueHeaders")
    )
    if not isinstance(single, dict) or not isinstance(multiple, dict):
        raise MalformedResultError("headers and multiValueHeaders must be objects")
    if not all(isinstance(values, list) for values in multiple.values()):
        raise MalformedResultError("the values in multiValueHeaders must be lists")
    headers = [read_header(name, value) for name, values in multiple.items() for value in values]
    known = {(name.lower(), value) for name, value in headers}
    added = [read_header(name, value) for name, value in single.items()]
    return [*headers, *((name, value) for name, value in added if (name.lower(), value) not in known)]


def read_header(name: Any, value: Any) -> tuple[str, str]:
    """Check one header: a name is a token, and a value is one line (RFC 9110, section 5).

    Raises:
        MalformedResultError: It is no header.
    """
    if not isinstance(name, str) or not HEADER_NAME.fullmatch(name):
        raise MalformedResultError(f"{name!r} is not the name of a header")
    text = json.dumps(value) if isinstance(value, bool | int | float) else value
    if not isinstance(text, str) or not HEADER_VALUE.fullmatch(text):
        raise MalformedResultError(f"the value of the header {name} is not a string of one line")
    return name, text
