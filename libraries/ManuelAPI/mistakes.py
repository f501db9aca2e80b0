"""Mistakes that a valid request to any operation can have, whatever the operation does."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ManuelAPI.client import ApiRequest
from ManuelAPI.contract import Operation
from ManuelAPI.contract_check import manuel_contract
from ManuelEnvironment import current_environment

MEGABYTE = 1024 * 1024
JSON_TYPE = "application/json"
UNKNOWN_VERSION = "99.9"
UNKNOWN_METHOD = "PATCH"
TOO_LONG_HEADER = 11_000


@dataclass(frozen=True)
class Mistake:
    """One mistake in an otherwise valid request.

    Attributes:
        make: Returns the request with the mistake.
        can_be_made_on: Whether a request to an operation can have it.
    """

    make: Callable[[ApiRequest], ApiRequest]
    can_be_made_on: Callable[[Operation], bool]


def find_mistake(name: str) -> Mistake:
    """Return the mistake with this name.

    Raises:
        ValueError: There is none; the message lists all.
    """
    if name not in MISTAKES:
        raise ValueError(f"There is no mistake {name!r}. The mistakes are: {', '.join(MISTAKES)}.")
    return MISTAKES[name]


def _of_any_operation(_: Operation) -> bool:
    return True


def _needs_token(operation: Operation) -> bool:
    return operation.needs_token


def _takes_body(operation: Operation) -> bool:
    return operation.example_body is not None


def _is_about_something_owned(operation: Operation) -> bool:
    return bool(operation.owned_parameters)


def _path_lacks_method(operation: Operation) -> bool:
    return UNKNOWN_METHOD not in manuel_contract().methods_of(operation.path)


def _with(**changes: Any) -> Callable[[ApiRequest], ApiRequest]:
    return lambda request: replace(request, **changes)


def _with_header(name: str, value: str) -> Callable[[ApiRequest], ApiRequest]:
    return lambda request: replace(request, headers={**request.headers, name: value})


def _with_parameter(name: str, value: str) -> Callable[[ApiRequest], ApiRequest]:
    return lambda request: replace(request, params={**request.params, name: value})


def _with_body(body: str) -> Callable[[ApiRequest], ApiRequest]:
    return lambda request: replace(
        request, json=None, body=body, headers={**request.headers, "Content-Type": JSON_TYPE}
    )


def _with_too_long_body(request: ApiRequest) -> ApiRequest:
    return replace(
        request, json={"padding": "q" * int(current_environment().settings.body_limit_mb * MEGABYTE)}
    )


def _as_it_is(request: ApiRequest) -> ApiRequest:
    return request


MISTAKES = {
    "no token": Mistake(_with(anonymous=True), _needs_token),
    "malformed token": Mistake(_with_header("Authorization", "Bearer not.a.token"), _needs_token),
    "unknown method": Mistake(_with(method=UNKNOWN_METHOD), _path_lacks_method),
    "HEAD": Mistake(_with(method="HEAD"), _of_any_operation),
    "unknown version": Mistake(_with_header("API-Version", UNKNOWN_VERSION), _of_any_operation),
    "unknown version in Accept": Mistake(
        _with_header("Accept", f"application/vnd.manuel.v{UNKNOWN_VERSION}+json"), _of_any_operation
    ),
    "unknown version in the query": Mistake(_with_parameter("version", UNKNOWN_VERSION), _of_any_operation),
    "too long header": Mistake(_with_header("X-Padding", "h" * TOO_LONG_HEADER), _of_any_operation),
    "too long body": Mistake(_with_too_long_body, _takes_body),
    "other media type": Mistake(_with_header("Content-Type", "text/plain"), _takes_body),
    "broken JSON": Mistake(_with_body('{"'), _takes_body),
    "empty object": Mistake(_with_body("{}"), _takes_body),
    "unknown id": Mistake(_as_it_is, _is_about_something_owned),
}
