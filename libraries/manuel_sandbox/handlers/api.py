"""Requests as the handlers see them, and their responses."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from manuel_sandbox.domain.errors import (
    FieldProblem,
    InvalidFieldError,
    InvalidJsonError,
    UnsupportedMediaTypeError,
)
from strict_json import parse_json

M = TypeVar("M", bound="Body")

JSON_TYPE = "application/json"
ADMIN_GROUP = "admin"
SURROGATE = rb"\ud"
MESSAGES = {
    "missing": "it is missing",
    "extra_forbidden": "it is not a known field",
    "string_type": "it must be a string",
    "string_unicode": "it must be a string of Unicode characters",
    "none_required": "it must be a string",
}


class Body(BaseModel):
    """The JSON body of a request, with only the documented fields, each exactly of its type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class HandlerRequest:
    """One request of the API.

    Attributes:
        path: The path as the client has sent it.
        headers: The headers by lower-case name.
        query: The query parameters by name.
        repeated: The names of query parameters that occur more than once.
        user_id: The user; empty if the operation needs no token.
    """

    request_id: str
    trace_id: str | None
    operation: str
    path: str
    headers: Mapping[str, str]
    query: Mapping[str, str]
    repeated: frozenset[str]
    path_parameters: Mapping[str, str]
    user_id: str
    groups: frozenset[str]
    body: bytes = field(repr=False)

    @property
    def is_admin(self) -> bool:
        """Whether the sender is an administrator."""
        return ADMIN_GROUP in self.groups

    def json(self, model: type[M]) -> M:
        """Return the body.

        Raises:
            UnsupportedMediaTypeError: The media type of the body is not JSON.
            InvalidJsonError: The body is not a JSON object.
            InvalidFieldError: Fields are missing, unknown or not valid.
        """
        self._require_json()
        try:
            return model.model_validate(parse_object(self.body))
        except ValidationError as error:
            raise InvalidFieldError(*(_problem(entry) for entry in error.errors())) from None

    def parameter(self, name: str) -> str | None:
        """Return a query parameter, or None without one.

        Raises:
            InvalidFieldError: The parameter occurs more than once.
        """
        if name in self.repeated:
            raise InvalidFieldError(FieldProblem(name, "it occurs more than once"))
        return self.query.get(name)

    def _require_json(self) -> None:
        media_type, _, parameters = self.headers.get("content-type", "").partition(";")
        charset = parameters.strip().lower().removeprefix("charset=").strip('"')
        if media_type.strip().lower() != JSON_TYPE or charset not in ("", "utf-8"):
            raise UnsupportedMediaTypeError(f"The body must be {JSON_TYPE}, in UTF-8.")


@dataclass(frozen=True, slots=True)
class HandlerResponse:
    """One response of the API."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def ok(body: Mapping[str, Any]) -> HandlerResponse:
    """Return a response with status 200."""
    return HandlerResponse(HTTPStatus.OK, body)


def read_event(event: Mapping[str, Any], operation: str) -> HandlerRequest:
    """Return the request of a Lambda proxy event."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    claims = event["requestContext"].get("authorizer", {}).get("claims", {})
    repeated = event.get("multiValueQueryStringParameters") or {}
    return HandlerRequest(
        request_id=event["requestContext"]["requestId"],
        trace_id=headers.get("x-amzn-trace-id"),
        operation=operation,
        path=event["requestContext"]["path"],
        headers=headers,
        query=event.get("queryStringParameters") or {},
        repeated=frozenset(name for name, values in repeated.items() if len(values) > 1),
        path_parameters=event.get("pathParameters") or {},
        user_id=claims.get("sub", ""),
        groups=frozenset(filter(None, claims.get("cognito:groups", "").split(","))),
        body=_read_body(event),
    )


def parse_object(body: bytes) -> dict[str, Any]:
    """Parse a JSON object, as strictly as RFC 8259 permits.

    Raises:
        InvalidJsonError: It is not a JSON object, or contains a name twice, an invalid number or half a character.
    """
    if not body:
        raise InvalidJsonError("The body is empty; it must be a JSON object.")
    try:
        value = parse_json(body.decode())
        if SURROGATE in body.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise InvalidJsonError("The body is not valid JSON.") from None
    if not isinstance(value, dict):
        raise InvalidJsonError("The body must be a JSON object.")
    return value


def _read_body(event: Mapping[str, Any]) -> bytes:
    body = event.get("body") or ""
    return base64.b64decode(body) if event.get("isBase64Encoded") else body.encode()


def _problem(entry: Any) -> FieldProblem:
    name = ".".join(str(part) for part in entry["loc"]) or "body"
    if entry["type"] == "value_error":
        return FieldProblem(name, str(entry["ctx"]["error"]))
    return FieldProblem(name, MESSAGES.get(entry["type"], entry["msg"]))
