"""The reason for which a test is red or blocked: two failures with the same reason have the same cause."""

import re
from collections.abc import Collection

from cause_register.breakers import wrong_breaker
from cause_register.broken_requests import broken_request
from cause_register.citations import OTHERS, cites_others, other_answer, wrong_page
from cause_register.failure_message import FORGED_TOKEN, is_incomplete
from cause_register.generalised_texts import VALUE, without_texts, without_values
from cause_register.lists import wrong_list
from cause_register.load_failures import failed_load
from cause_register.members import missing_members, without_variable, wrong_metric, wrong_number, wrong_word
from cause_register.message_parts import FindPath, MessageParts, in_one_line, parts_of
from cause_register.refused_keys import refused_key
from cause_register.simultaneous import unexpected_statuses
from cause_register.times import wrong_time

ANY_RESPONSE = "Any response"
"""The operation of what all responses have in common."""

_WITHOUT_REQUEST = re.compile(
    r"\AExpected no (?:item|message) [^\n]*? (?:in|from) (?:table|queue|topic) [^\s,]+, got "
    r"|\AExpected [^\n]+\nGot a success: Cognito accepted it"
    r"|\AExpected an item for [^\n]+ and today in table "
    r"|\AExpected failure \w+ to happen: "
)
"""What says as much as a request: what is left in a resource that should not be, what a user pool should have refused, a user
who is not counted on the day, and a failure that cannot be brought about."""
_LEFT_OBJECTS = re.compile(
    r"\A(?P<expected>Expected no object [^\n]*? in bucket [^\s,]+), got (?P<keys>[^\n]+?)(?: and \d+ more)?\.?$",
    re.MULTILINE,
)
"""Objects that should not be in a bucket, of which the message lists the first."""
_FORMAT = re.compile(rf"(?<={VALUE})\.\w+\Z")
"""The ending of an object's name, which is that of the file that a test has sent."""
_UNRECORDED = re.compile(
    r"\AExpected (?:(?P<holder>(?:queue|topic) \S+) to (?:hold|have published) \d+ messages?|an item)"
    r" with (?:[^\n]*, )?request_id=[^\n]*?(?: in (?P<table>table [^\s,]+))?, got (?:0|none)\b"
)
"""A request that has left no record where it should have."""
_RECORDED_AGAIN = re.compile(
    r"\AExpected (?P<holder>(?:queue|topic) \S+) to (?:hold|have published) 1 message"
    r" with (?:[^\n]*, )?request_id=[^\n]*?, got (?:[2-9]|[1-9]\d+)\b"
)
"""A request that has left more than one record there."""
_UNSAID = re.compile(
    r"\AExpected an error (?P<expected>with a message for people|that says in how many seconds to try again)\."
)
"""What an error does not say that all errors have to."""
_INTERNALS = re.compile(
    r"\AExpected a response (?:without|to reveal no) internal details\.\nGot one that differs:\n  - (?P<revealed>[^\n]+)"
)
"""Which internal detail a response reveals."""
_LOGGED = re.compile(r"\AExpected a log without [^\n]+\.\nGot one with:\n  - (?P<what>[^\n:]+): ")
"""What the log says that its readers must not know."""
_NO_METRICS = re.compile(
    r"\AExpected \w+ of metric [^\n]*\bgot no value\b[^\n]*\n(?P<namespace>Namespace \S+) has no metrics\."
)
"""A metric where there is none at all."""
_NOT_INDEXED = re.compile(
    r"\AExpected manual [^\n]+ to be indexed\.\n"
    r"Got (?:a (?P<failed>failed) ingestion|status (?P<status>\w+) \(waited [^\n]+)$",
    re.MULTILINE,
)
_NEEDLESS = re.compile(
    r"Expected (?:status 2\d\d|the statuses 2\d\d \(\d+ times\)|a response that has [^\n]+)\.\n"
    r"Got 503(?! \(\d+ times\),)[^\n]*\nWhere: [^\n]*\n"
    r"AWS calls of the request:\n"
    r"(?:  none$|(?:  \S+ attempt \d+: (?:2\d\d|400 ConditionalCheckFailedException), \d+ ms(?:\n|\Z))+(?! ))",
    re.MULTILINE,
)
"""A request that is refused as if a dependency had failed, and none of its calls has: an open circuit breaker does so."""
_HITS = re.compile(r"\AFailure [^\n]*: expected hits on (?P<wanted>\d+) requests, got (?P<got>[1-9]\d*)\b")
"""A failure that has hit requests of AWS which should not have been sent, or fewer than should have been."""
_UNCALLED = re.compile(
    r"\AExpected [1-9]\d* calls?\b[^\n]* of (?P<call>(?:bedrock[\w-]*|transcribe)\.\w+), got 0 calls\b"
)
"""An operation of AWS that should have been called, and was not; one of a service that a backend needs for one thing."""
_REASONS = (
    (_HITS, "Failures hit {got} requests in place of {wanted}"),
    (_UNCALLED, "{call}: expected a call, got none"),
    (_UNSAID, "Any error: expected one {expected}"),
    (_LOGGED, "The log: expected no {what}, got a line with one"),
    (_NO_METRICS, "{namespace}: expected metrics, got none"),
)
_TYPE_OF_ERROR = re.compile(r"(?<=[a-z]) [a-z]+(?:_[a-z]+)+\Z")
"""What follows the status of a response that is shown whole: in lists of responses each has its status alone."""


def reason_of_failure(failure: str, find_path: FindPath, breaks_with: Collection[int] = ()) -> str:
    """Return the reason for which a test with this failure is red or blocked; an empty text if there is none.

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
    if _NEEDLESS.match(failure):
        return "Any request: expected a success, got 503 although no AWS call has failed"
    return reason_of_parts(parts_of(failure, find_path))


def reason_of_parts(parts: MessageParts) -> str:
    """Return the reason that one failure has by itself, whatever else its run has shown; an empty text if there is none."""
    failure = parts.failure
    if left := _LEFT_OBJECTS.match(failure):
        keys = {_FORMAT.sub("", without_values(key)) for key in left["keys"].split(", ")}
        return f"{without_values(left['expected'])}, got {', '.join(sorted(keys))}"
    if _WITHOUT_REQUEST.match(failure) and (not parts.request or parts.is_about_value):
        return in_one_line("", *parts.phrases(without_values))
    if unrecorded := _UNRECORDED.match(failure):
        return f"Expected a record of the request in {unrecorded['holder'] or unrecorded['table']}, got none"
    if again := _RECORDED_AGAIN.match(failure):
        return f"Expected one record of the request in {again['holder']}, got several"
    return _without_response(failure) or (_reason_of_response(parts) if parts.request else "")


def _without_response(failure: str) -> str:
    """Return what a failure is about that says enough whichever response it is about; an empty text for any other one."""
    found = ((pattern.match(failure), reason) for pattern, reason in _REASONS)
    if reason := next((reason.format_map(each.groupdict()) for each, reason in found if each), ""):
        return reason
    if number := wrong_metric(failure) or wrong_breaker(failure):
        return str(number)
    if time := wrong_time(failure):
        return f"{ANY_RESPONSE}: {time}"
    return failed_load(failure)


def _reason_of_response(parts: MessageParts) -> str:
    failure, operation = parts.failure, parts.operation
    if internals := _INTERNALS.match(failure):
        return f"{ANY_RESPONSE}: {internals['revealed']} is revealed"
    if said := _in_other_words(failure, operation):
        return f"{operation}: {said}"
    if wrong := wrong_number(failure) or wrong_page(failure):
        return f"{ANY_RESPONSE if wrong.quantity else operation}: {wrong}"
    expected, got = parts.phrases(without_texts)
    if parts.is_about_value:
        expected = _of_a_value(parts.subject, expected)
    return in_one_line(operation, expected, _TYPE_OF_ERROR.sub("", got) if FORGED_TOKEN in expected else got)


def _in_other_words(failure: str, operation: str) -> str:
    """Return what a failure is about in the words that it has in common with others; an empty text if it has words of its own."""
    if missing := missing_members(failure):
        return f"there is nothing in {missing}"
    if unexpected := unexpected_statuses(failure):
        return f"expected no {unexpected} among simultaneous requests"
    if cites_others(failure):
        return OTHERS
    if manual := _NOT_INDEXED.match(failure):
        return f"status is {manual['failed'] or manual['status']}"
    return other_answer(failure) or wrong_list(failure, operation) or wrong_word(failure)


def _of_a_value(subject: str, expected: str) -> str:
    """Return what was expected of a value that came with a response, without the name of the variable that has it."""
    return f"{without_variable(subject)}: {expected}" if subject else without_variable(expected)
