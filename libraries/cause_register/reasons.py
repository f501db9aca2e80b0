"""The reason for which a test fails or is blocked: two failures with the same reason have the same cause."""

import re
from collections.abc import Collection

from cause_register.breakers import wrong_breaker
from cause_register.broken_requests import broken_request
from cause_register.citations import OTHERS, citation_deviation, cites_others, wrong_page
from cause_register.failure_message import is_incomplete
from cause_register.forms import (
    A_RESPONSE,
    A_RESPONSE_TO,
    FAILED_INGESTION,
    FORGED_TOKEN,
    ONE_THAT_DIFFERS,
    REVEAL_NO_INTERNALS,
    WITHOUT_INTERNALS,
    AcceptedByCognito,
    ConfidentialLine,
    ConfidentialLog,
    ErrorThatSays,
    NoItemOfToday,
    NoMetrics,
    NotIndexed,
    NotTriggered,
    Unmet,
    UnwantedItem,
    WrongMetric,
    findings_in,
)
from cause_register.generalised_texts import without_texts, without_values
from cause_register.lists import wrong_list
from cause_register.load_failures import failed_load
from cause_register.members import missing_members, without_variable, wrong_metric, wrong_number, wrong_word
from cause_register.message_parts import FindPath, MessageParts, in_one_line, parts_of
from cause_register.refused_keys import refused_key
from cause_register.resources import left_messages, left_objects, wrong_calls, wrong_record
from cause_register.simultaneous import unexpected_statuses
from cause_register.times import wrong_time
from cause_register.unexplained_503 import is_unexplained_503

ANY_RESPONSE = "Any response"
"""The operation of what all responses have in common."""

_WITHOUT_REQUEST = (UnwantedItem, AcceptedByCognito, NoItemOfToday, NotTriggered)
"""What says as much as a request: what is left in a resource that should not be, what a user pool should have refused, a user
who is not counted on the day, and a failure that cannot be triggered."""
_NO_INTERNALS = (f"{A_RESPONSE} {WITHOUT_INTERNALS}", f"{A_RESPONSE_TO}{REVEAL_NO_INTERNALS}")
_LOGGED = re.compile(ConfidentialLog.pattern() + ConfidentialLine.pattern())
"""What the log says that its readers must not know."""
_NO_METRICS = re.compile(rf"{WrongMetric.pattern()}[^\n]*\n{NoMetrics.pattern()}")
"""A metric where there is none at all."""
_STATUS_OF_INDEXING = re.compile(r"status (\w+) \(waited ")
_REASONS = (
    (_LOGGED, "The log: expected no {word}, got a line with one"),
    (_NO_METRICS, "Namespace {namespace}: expected metrics, got none"),
)
_TYPE_OF_ERROR = re.compile(r"(?<=[a-z]) [a-z]+(?:_[a-z]+)+\Z")
"""What follows the status of a response that is shown whole: in lists of responses each has its status alone."""


def reason_of_failure(failure: str, find_path: FindPath, breaks_with: Collection[int] = ()) -> str:
    """Return the reason for which a test with this failure fails or is blocked; an empty text if there is none.

    There is none if the message names no request, and if it says several things and Robot Framework has cut it.

    Args:
        failure: The message of one failure, about one response.
        find_path: Returns the path in the contract that a request's path matches; None if there is none.
        breaks_with: The statuses of server errors that no operation documents. A backend that breaks with one of them where it
            should refuse a request does the same whatever it refuses, and so does one that breaks in the same place.

    Example:
        >>> usage = "Expected growth by 3.\\nGot growth by 1\\nWhere: GET http://a/usage"
        >>> reason_of_failure(usage, {"/usage": "/usage"}.get)
        'GET /usage: expected growth by 3, got growth by 1'
        >>> reason_of_failure("1 != 4", {}.get)
        ''
    """
    if is_incomplete(failure):
        return ""
    if refused := broken_request(failure, breaks_with) or refused_key(failure):
        return refused
    if is_unexplained_503(failure):
        return "Any request: expected a success, got 503 although no AWS call has failed"
    return reason_of_parts(parts_of(failure, find_path))


def reason_of_parts(parts: MessageParts) -> str:
    """Return the reason that one failure has by itself, whatever else its run has shown; an empty text if there is none."""
    failure = parts.failure
    if left := left_objects(failure) or left_messages(failure):
        return left
    if any(form.read(failure) for form in _WITHOUT_REQUEST) and (not parts.request or parts.is_about_value):
        return in_one_line("", *parts.phrases(without_values))
    if record := wrong_record(failure):
        return record
    return _without_response(failure) or (_reason_of_response(parts) if parts.request else "")


def _without_response(failure: str) -> str:
    """Return what a failure is about that says enough whichever response it is about; an empty text for any other one."""
    unmet = Unmet.read(failure)
    if unmet and (unsaid := ErrorThatSays.read_whole(unmet.expected)):
        return f"Any error: expected one {unsaid.what}"
    found = ((pattern.match(failure), reason) for pattern, reason in _REASONS)
    if reason := next((reason.format_map(each.groupdict()) for each, reason in found if each), ""):
        return reason
    if calls := wrong_calls(failure):
        return calls
    if number := wrong_metric(failure) or wrong_breaker(failure):
        return str(number)
    if time := wrong_time(failure):
        return f"{ANY_RESPONSE}: {time}"
    return failed_load(failure)


def _reason_of_response(parts: MessageParts) -> str:
    failure, operation = parts.failure, parts.operation
    if revealed := _revealed_internals(failure):
        return f"{ANY_RESPONSE}: {revealed} is revealed"
    if said := _in_other_words(failure, operation):
        return f"{operation}: {said}"
    if wrong := wrong_number(failure) or wrong_page(failure):
        return f"{ANY_RESPONSE if wrong.quantity else operation}: {wrong}"
    expected, got = parts.phrases(without_texts)
    if parts.is_about_value:
        expected = _of_a_value(parts.subject, expected)
    return in_one_line(operation, expected, _TYPE_OF_ERROR.sub("", got) if FORGED_TOKEN in expected else got)


def _revealed_internals(failure: str) -> str:
    """Return which internal detail a response reveals, the first one of several; an empty text for any other failure."""
    unmet = Unmet.read(failure)
    is_about_internals = unmet and unmet.expected in _NO_INTERNALS and unmet.got == ONE_THAT_DIFFERS
    return next(iter(findings_in(failure)), "") if is_about_internals else ""


def _in_other_words(failure: str, operation: str) -> str:
    """Return what a failure is about in the words that it has in common with others; an empty text if it has words of its own."""
    if missing := missing_members(failure):
        return f"there is nothing in {missing}"
    if unexpected := unexpected_statuses(failure):
        return f"expected no {unexpected} among simultaneous requests"
    if cites_others(failure):
        return OTHERS
    if status := _status_of_unindexed(failure):
        return f"status is {status}"
    return citation_deviation(failure) or wrong_list(failure, operation) or wrong_word(failure)


def _status_of_unindexed(failure: str) -> str:
    """Return the status of a manual that failed or was not indexed in time; an empty text if a failure is about anything else."""
    manual = NotIndexed.read(failure)
    if manual is None or manual.got == FAILED_INGESTION:
        return "failed" if manual else ""
    waited = _STATUS_OF_INDEXING.match(manual.got)
    return waited[1] if waited else ""


def _of_a_value(subject: str, expected: str) -> str:
    """Return what was expected of a value that came with a response, without the name of the variable that has it."""
    return f"{without_variable(subject)}: {expected}" if subject else without_variable(expected)
