"""Cross-origin requests to S3: by the rules of the bucket.

Source: Amazon S3 User Guide, "Using cross-origin resource sharing (CORS)" with "Elements of a CORS configuration" and
"Troubleshooting CORS" for what the errors say; RESTOPTIONSobject of the API reference for the headers.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aws_stand_in.aws_response import AwsResponse
from aws_stand_in.overlays.s3.errors import S3Error, error_response

METHODS = ("GET", "PUT", "POST", "DELETE", "HEAD")
_VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"
_NOT_ALLOWED = (
    "CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, request method / "
    "Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
)
"""In the words, and the spelling, of AWS."""


@dataclass(frozen=True, slots=True)
class CorsRequest:
    """What a browser says about a cross-origin request.

    Attributes:
        origin: The page's origin.
        method: The method of the request, or of the one that a preflight asks about.
        headers: The headers that a preflight asks about.
    """

    origin: str
    method: str
    headers: tuple[str, ...] = ()


def preflight(rules: Sequence[Any] | None, asked: CorsRequest, path: str) -> AwsResponse:
    """Answer a preflight to a bucket.

    Args:
        rules: The rules of the bucket, in moto's form; None if there is no such bucket.
        asked: What the browser asks.
        path: Path of the request.
    """
    if not asked.origin:
        return _error(400, "BadRequest", "Insufficient information. Origin request header needed.")
    if asked.method not in METHODS:
        return _error(400, "BadRequest", f"Invalid Access-Control-Request-Method: {asked.method or 'null'}")
    if rules is None:
        return _forbidden("CORSResponse: Bucket not found", asked, path)
    if not rules:
        return _forbidden("CORSResponse: CORS is not enabled for this bucket.", asked, path)
    headers = cors_headers(rules, asked)
    return AwsResponse(200, headers) if headers else _forbidden(_NOT_ALLOWED, asked, path)


def cors_headers(rules: Iterable[Any], asked: CorsRequest) -> dict[str, str]:
    """Return the headers by the first rule that allows a request; none if no rule does."""
    return next((_headers_by(rule, asked) for rule in rules if _allows(rule, asked)), {})


def _headers_by(rule: Any, asked: CorsRequest) -> dict[str, str]:
    is_public = "*" in rule.allowed_origins
    headers: Mapping[str, str | None] = {
        "Access-Control-Allow-Origin": "*" if is_public else asked.origin,
        "Access-Control-Allow-Methods": ", ".join(rule.allowed_methods),
        "Access-Control-Allow-Headers": ", ".join(asked.headers),
        "Access-Control-Expose-Headers": ", ".join(rule.exposed_headers or ()),
        "Access-Control-Max-Age": rule.max_age_seconds and str(rule.max_age_seconds),
        "Access-Control-Allow-Credentials": None if is_public else "true",
        "Vary": _VARY,
    }
    return {name: value for name, value in headers.items() if value}


def _allows(rule: Any, asked: CorsRequest) -> bool:
    return (
        any(_matches(pattern, asked.origin) for pattern in rule.allowed_origins or ())
        and asked.method in (rule.allowed_methods or ())
        and all(_is_allowed_header(rule, name) for name in asked.headers)
    )


def _is_allowed_header(rule: Any, name: str) -> bool:
    return any(_matches(pattern.lower(), name.lower()) for pattern in rule.allowed_headers or ())


def _matches(pattern: str, text: str) -> bool:
    """Return whether a text matches a pattern in which `*` stands for anything."""
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text) is not None


def _forbidden(message: str, asked: CorsRequest, path: str) -> AwsResponse:
    kind = "OBJECT" if path.strip("/").count("/") else "BUCKET"
    return _error(403, "AccessForbidden", message, Method=asked.method, ResourceType=kind)


def _error(status: int, code: str, message: str, **details: Any) -> AwsResponse:
    return error_response(S3Error(code, message, status=status, **details), with_body=True)
