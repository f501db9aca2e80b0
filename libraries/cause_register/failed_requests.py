"""Which operation a failure is about."""

import re
from http.client import METHOD_NOT_ALLOWED, NOT_FOUND, NOT_IMPLEMENTED

from cause_register.forms import (
    A_RESPONSE_TO,
    EXPECTED,
    GOT,
    METHOD_TO_BE_REFUSED,
    REFUSE_THE_METHOD,
    WHERE,
    Unmet,
)
from cause_register.statuses import status_shown

_WHERE = re.compile(rf"^{WHERE}(?P<method>\w+) https?://[^/\s]+(?P<path>[^\s?#,]*)", re.MULTILINE)
STATUSES_OF_UNKNOWN_OPERATION = (NOT_FOUND, METHOD_NOT_ALLOWED, NOT_IMPLEMENTED)
"""Statuses of an unknown operation."""


def status_of_unrefused_method(failure: str) -> int | None:
    """Return the status of a response that should have refused the method; None if a failure is about anything else.

    Example:
        >>> status_of_unrefused_method("Expected the method to be refused with 405, or 403.\\nGot 204 No Content: (no body)")
        204
    """
    unmet = Unmet.read(failure)
    is_about_method = unmet is not None and unmet.expected.startswith(
        (METHOD_TO_BE_REFUSED, f"{A_RESPONSE_TO}{REFUSE_THE_METHOD}")
    )
    return status_shown(failure) if is_about_method else None


def is_response_of(operation: str, failure: str) -> bool:
    """Return whether a failure is about a response of this operation, or of another method of its path.

    Example:
        >>> is_response_of("GET /b/{id}", "Expected status 200.\\nGot 404\\nWhere: DELETE http://a/b/7")
        True
    """
    where, path = _WHERE.search(failure), operation.partition(" ")[2].partition(" ")[0]
    pattern = re.sub(r"{\w+}", "[^/]+", path)
    return where is not None and re.search(rf"{pattern}\Z", where["path"]) is not None


def is_about_unusable(operation: str, status: int, failure: str) -> bool:
    """Return whether a failure is about a response of an operation that always has this status, or about its path if it has none.

    Example:
        >>> is_about_unusable("GET /b", 404, "Expected status 200.\\nGot 404 Not Found\\nWhere: GET http://a/b")
        True
    """
    where, method = _WHERE.search(failure), operation.partition(" ")[0]
    if where is None or not is_response_of(operation, failure):
        return False
    if where["method"] == method:
        return re.search(rf"^{GOT}{status}\b", failure, re.MULTILINE) is not None
    if status not in STATUSES_OF_UNKNOWN_OPERATION:
        return False
    is_preflight = where["method"] == "OPTIONS" and re.match(rf"{EXPECTED}[^\n]*\b{method}\b", failure)
    return bool(is_preflight) or status_of_unrefused_method(failure) is not None
