"""What the handlers see of a request, and what they answer."""

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
    "extra_forbidden": "there is no such field",
    "string_type": "it must be a text",
    "string_unicode": "it must be a text of Unicode characters",
    "none_required": "it must be a text",
}


class Body(BaseModel):
    """The JSON body of a request: only the documented fields, each of exactly its type."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


@dataclass(frozen=True, slots=True)
class ApiRequest:
    """One request of the API.

    Attributes:
        path: As the client sent it.
        headers: By lower-case name.
        query: Query parameters by name.
        user_id: Who sends it; empty where no token is needed.
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
        """The body.

        Raises:
            UnsupportedMediaTypeError: It is not JSON by its media type.
            InvalidJsonError: It is not a JSON object.
            InvalidFieldError: Fields are missing, superfluous, or not as documented.
        """
        self._require_json()
        try:
            return model.model_validate(parse_object(self.body))
        except ValidationError as error:
            raise InvalidFieldError(*(_problem(entry) for entry in error.errors())) from None

    def parameter(self, name: str) -> str | None:
        """A query parameter.

        Raises:
            InvalidFieldError: It is there more than once.
        """
        if name in self.repeated:
            raise InvalidFieldError(FieldProblem(name, "it is there more than once"))
        return self.query.get(name)

    def _require_json(self) -> None:
        media_type, _, parameters = self.headers.get("content-type", "").partition(";")
        charset = parameters.strip().lower().removeprefix("charset=").strip('"')
        if media_type.strip().lower() != JSON_TYPE or charset not in ("", "utf-8"):
            raise UnsupportedMediaTypeError(f"The body must be {JSON_TYPE}, in UTF-8.")


@dataclass(frozen=True, slots=True)
class ApiResponse:
    """One answer of the API."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str] = field(default_factory=dict)


def ok(body: Mapping[str, Any]) -> ApiResponse:
    """An answer of status 200."""
    return ApiResponse(HTTPStatus.OK, body)


def read_event(event: Mapping[str, Any], operation: str) -> ApiRequest:
    """Take a Lambda proxy event apart."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    claims = event["requestContext"].get("authorizer", {}).get("claims", {})
    repeated = event.get("multiValueQueryStringParameters") or {}
    return ApiRequest(
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
    """A JSON object, as strict as RFC 8259 allows to be.

    Raises:
        InvalidJsonError: It is none, or has a name twice, a number that is none, or half a character.
    """
    if not body:
        raise InvalidJsonError("The body is empty; it must be a JSON object.")
    try:
        value = parse_json(body.decode())
        if SURROGATE in body.lower():
            json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise InvalidJsonError("The body is not proper JSON.") from None
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
