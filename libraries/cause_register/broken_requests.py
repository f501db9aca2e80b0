"""Requests at which a backend breaks, which says little about what was expected of them."""

import re
from collections.abc import Collection

from cause_register.aws_calls import attempts_in
from cause_register.forms import A_RESPONSE_THAT_HAS, ANY_REJECTION, FORGED_TOKEN, SUCCESS_OR_STATUS
from cause_register.simultaneous import unexpected_statuses

_REFUSAL = re.compile(
    rf"Expected (?:status 4\d\d(?: {FORGED_TOKEN}'[^\n]*')?|{ANY_REJECTION})\.\nGot (?P<status>5\d\d) "
)
_ANSWER = re.compile(
    rf"Expected (?:status [23]\d\d|{SUCCESS_OR_STATUS}4\d\d|{A_RESPONSE_THAT_HAS}[^\n]+)\.\nGot (?P<status>5\d\d) "
)


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
    refusal, answer = _REFUSAL.match(failure), _ANSWER.match(failure)
    if refusal and int(refusal["status"]) in breaks_with:
        return f"Any error {refusal['status']}: expected a refusal"
    status = answer["status"] if answer else unexpected_statuses(failure)
    if status not in map(str, breaks_with) or (called := _calls(failure)) is None:
        return ""
    return f"Any error {status} after {', '.join(called) or 'no AWS call'}: expected an answer"


def _calls(failure: str) -> list[str] | None:
    """Return what a request has called, once each; None if it is not known."""
    attempts = attempts_in(failure)
    return None if attempts is None else list(dict.fromkeys(attempt.call for attempt in attempts))
