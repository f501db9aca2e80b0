"""Results of functions as responses of an HTTP API, for payload format versions 1.0 and 2.0."""

import json
from collections.abc import Mapping
from typing import Any

from api_gateway.events import RESULT_MEMBERS, MalformedResultError, read_result
from api_gateway.messages import JSON
from loopback_server.response import Response

TEXT = "text/plain;charset=UTF-8"
OWN_HEADERS = {
    "connection",
    "content-length",
    "date",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}


def integration_response(payload: bytes, payload_format: str) -> Response:
    """Return the response that the result of a function stands for.

    In format 2.0, a result without `statusCode` is itself the body.

    Raises:
        MalformedResultError: The result does not have the documented format.
    """
    result = json.loads(payload)
    if isinstance(result, dict) and "statusCode" in result:
        return _stated(result, payload_format)
    if payload_format == "1.0":
        raise MalformedResultError("the result has no statusCode")
    body = result.encode() if isinstance(result, str) else payload
    return Response(200, (("Content-Type", JSON),), body)


def _stated(result: Mapping[str, Any], payload_format: str) -> Response:
    members = RESULT_MEMBERS if payload_format == "1.0" else RESULT_MEMBERS - {"multiValueHeaders"}
    known = {name: value for name, value in result.items() if name in members}
    names = {name.lower() for name in known.get("headers") or {}}
    response = read_result(known)
    headers = [
        (name, TEXT if name == "Content-Type" and "content-type" not in names else value)
        for name, value in response.headers
        if name.lower() not in OWN_HEADERS
    ]
    cookies = result.get("cookies") or () if payload_format == "2.0" else ()
    if not all(isinstance(cookie, str) for cookie in cookies):
        raise MalformedResultError("cookies must be strings")
    return Response(
        response.status, (*headers, *(("Set-Cookie", cookie) for cookie in cookies)), response.body
    )
