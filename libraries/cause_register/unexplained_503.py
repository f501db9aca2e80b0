"""503 responses although no dependency has failed: an open circuit breaker causes them."""

import re
from http.client import SERVICE_UNAVAILABLE

from cause_register.aws_calls import attempts_in, lines_of_calls
from cause_register.forms import A_RESPONSE_THAT_HAS, NO_CALLS, Attempt, Unmet
from cause_register.statuses import status_in_place_of_success, status_shown

_NO_FAILURE = re.compile(r"2\d\d|400 ConditionalCheckFailedException")


def is_unexplained_503(failure: str) -> bool:
    """Return whether a request gets a 503 although none of its AWS calls has failed.

    Example:
        >>> refused = "Expected status 200.\\nGot 503 Service Unavailable\\nWhere: GET http://a/b\\nAWS calls of the request:"
        >>> is_unexplained_503(f"{refused}\\n  none"), is_unexplained_503(f"{refused}\\n  s3.PutObject attempt 1: 503, 7 ms")
        (True, False)
    """
    if not _is_unavailable(failure):
        return False
    lines, attempts = lines_of_calls(failure), attempts_in(failure)
    if not attempts:
        return lines[:1] == [NO_CALLS]
    return len(attempts) == len(lines) and all(map(_has_not_failed, attempts))


def _is_unavailable(failure: str) -> bool:
    unmet = Unmet.read(failure)
    is_success_expected = unmet is not None and unmet.expected.startswith(A_RESPONSE_THAT_HAS)
    got = status_shown(failure) if is_success_expected else status_in_place_of_success(failure)
    return got == SERVICE_UNAVAILABLE


def _has_not_failed(attempt: Attempt) -> bool:
    return attempt.rule is None and _NO_FAILURE.fullmatch(attempt.outcome) is not None
