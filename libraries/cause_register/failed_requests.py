"""Which operation a failure is about."""

import re

from cause_register.forms import METHOD_TO_BE_REFUSED, REFUSE_THE_METHOD, WHERE

REFUSAL_OF_A_METHOD = re.compile(
    rf"Expected (?:{METHOD_TO_BE_REFUSED}|a response to {REFUSE_THE_METHOD})[^\n]*\nGot (\d+)"
)
_WHERE = re.compile(rf"^{WHERE}(?P<method>\w+) https?://[^/\s]+(?P<path>[^\s?#,]*)", re.MULTILINE)
_NO_ROUTE = (404, 405, 501)
"""The statuses that say that there is no such operation at all."""


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
        return re.search(rf"^Got {status}\b", failure, re.MULTILINE) is not None
    if status not in _NO_ROUTE:
        return False
    is_preflight = where["method"] == "OPTIONS" and re.match(rf"Expected [^\n]*\b{method}\b", failure)
    return bool(is_preflight or REFUSAL_OF_A_METHOD.match(failure))
