"""Results of functions as responses of an HTTP API, for payload format versions 1.0 and 2.0."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from api_gateway.events import RESULT_MEMBERS, MalformedResultError, read_header, read_result
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
    response = read_result(known)
    stated = {*(known.get("headers") or ()), *(known.get("multiValueHeaders") or ())}
    is_typed = any(name.lower() == "content-type" for name in stated)
    headers = [
        (name, TEXT if name == "Content-Type" and not is_typed else value)
        for name, value in response.headers
        if name.lower() not in OWN_HEADERS
    ]
    cookies = _cookies(result.get("cookies")) if payload_format == "2.0" else ()
    return Response(response.status, (*headers, *cookies), response.body)


def _cookies(cookies: Any) -> Sequence[tuple[str, str]]:
    if not isinstance(cookies, list | None) or not all(isinstance(cookie, str) for cookie in cookies or ()):
        raise MalformedResultError("cookies must be a list of strings")
    return [read_header("Set-Cookie", cookie) for cookie in cookies or ()]
