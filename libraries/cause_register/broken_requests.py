"""Requests at which a backend breaks, which says little about what was expected of them."""

from collections.abc import Collection

from cause_register.aws_calls import attempts_in
from cause_register.forms import (
    A_RESPONSE_THAT_HAS,
    ANY_REJECTION,
    SUCCESS_OR_STATUS,
    ExpectedStatus,
    Unmet,
)
from cause_register.simultaneous import unexpected_statuses
from cause_register.statuses import REDIRECTION, REFUSAL, SERVER_ERROR, SUCCESS, kind_of, status_shown


def broken_request(failure: str, breaks_with: Collection[int]) -> str:
    """Return how a backend breaks where it should answer a request, or refuse it; an empty text for any other failure.

    Requests that break after different AWS calls break in different places.

    Args:
        failure: The message of one failure.
        breaks_with: The statuses of server errors that no operation documents.

    Example:
        >>> broken_request("Expected status 400.\\nGot 502 Bad Gateway: no JSON\\nWhere: GET http://a/b", {502})
        'Any error 502: expected a refusal'
        >>> calls = "AWS calls of the request:\\n  dynamodb.GetItem attempt 1: 200, 1 ms"
        >>> broken_request(f"Expected status 200.\\nGot 502 Bad Gateway: no JSON\\nWhere: GET http://a/b\\n{calls}", {502})
        'Any error 502 after dynamodb.GetItem: expected an answer'
    """
    unmet, shown = Unmet.read(failure), status_shown(failure)
    error = shown if kind_of(shown) == SERVER_ERROR else None
    if unmet and error in breaks_with and _is_refusal(unmet.expected):
        return f"Any error {error}: expected a refusal"
    status = str(error) if unmet and error and _is_answer(unmet.expected) else unexpected_statuses(failure)
    if status not in map(str, breaks_with) or (called := _calls(failure)) is None:
        return ""
    return f"Any error {status} after {', '.join(called) or 'no AWS call'}: expected an answer"


def _is_refusal(expected: str) -> bool:
    status = ExpectedStatus.read_whole(expected)
    return expected == ANY_REJECTION or (status is not None and kind_of(status.status) == REFUSAL)


def _is_answer(expected: str) -> bool:
    if status := ExpectedStatus.read_whole(expected):
        return status.token is None and kind_of(status.status) in (SUCCESS, REDIRECTION)
    return expected.startswith((A_RESPONSE_THAT_HAS, f"{SUCCESS_OR_STATUS}{REFUSAL}"))


def _calls(failure: str) -> list[str] | None:
    """Return what a request has called, once each; None if it is not known."""
    attempts = attempts_in(failure)
    return None if attempts is None else list(dict.fromkeys(attempt.call for attempt in attempts))
