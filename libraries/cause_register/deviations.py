"""Which failures a deviation from the contract explains."""

import functools
import re
from collections.abc import Callable, Mapping
from http.client import UNAUTHORIZED

from cause_register.cause import Cause
from cause_register.failed_requests import REFUSAL_OF_A_METHOD, is_about_unusable, is_response_of
from cause_register.forms import A_JSON_BODY, NoIntegers, UnwantedObjects
from cause_register.lists import is_too_long
from cause_register.members import wrong_number
from cause_register.message_parts import UNKNOWN_REQUEST
from cause_register.quantities import Quantity, count_of, quantity_of
from cause_register.rules import (
    BODY,
    DAY_IS_OVER,
    EACH,
    HEADER,
    MONTH_IS_OVER,
    NEEDLESS_TOKEN,
    OTHER_USER,
    PREMISE,
    QUOTA_STATUS,
    REPEATED,
    STATUS,
    UNCOUNTED,
    UNSUPPORTED_VERSION,
    headers_in,
)
from cause_register.usage_failures import is_about_count, is_about_period, is_about_quota_status

_NOT_FOUND = re.compile(
    r"\A.*(\b(Attribute|Index|Key|Type|Value)Error\b|has no (key|attribute)|to exist\.$).*"
    r"|^  - there is no field .*",
    re.MULTILINE,
)
"""The lines of a failure that say what was looked for in vain: the first one, and findings. What follows quotes responses."""
_OTHER_TYPE = re.compile(r"TypeError|ValueError|' object ")
_SERVER_ERROR = re.compile(r"Expected status 5\d\d\.\nGot (\d+)")
_SUCCESS = re.compile(
    r"Expected (?:status 2\d\d|the statuses 2\d\d \(\d+ times\))\.\nGot (\d+)(?! \(\d+ times\),)"
)
_LOGGED_SUCCESS = re.compile(
    r'Expected a line in the log with \{[^\n]*"status": "2\d\d"[^\n]*\nGot other values: \{"status": (\d+)\}$',
    re.MULTILINE,
)
_FINDING = re.compile(r"^  - (.*)$", re.MULTILINE)
_USER_ID = "[0-9a-f]{8}-[0-9a-f-]{27}"
_ABOUT_A_USER = re.compile(
    rf"^Expected [^\n]*(\buser_ids?\b|\bfor user |\ban object manuals/|\bto contain '{_USER_ID}')"
    rf"|^(Also: )?Failure [^\n]* with key [^\n]*\b{_USER_ID}\*?('|: expected hits)",
    re.MULTILINE,
)
"""Failures to find something by the id of a user: in a response, a log, a table, a bucket or a queue, or a call to let fail."""
_NEEDS_A_NEW_ANSWER = re.compile(
    r"^Expected (status 5|an answer|cache status|\d+ (calls?|attempts?)\b|a call\b|attempts|the circuit breaker of bedrock)"
    r"|^[^\n]*(_tokens: Expected|different numbers of tokens)|hit nothing|did not happen|expected hits"
)
_SAME_DIGITS = re.compile(r"Expected \S+ to be '(-?\d+)'\.\nGot \1$", re.MULTILINE)
_NO_NUMBER = re.compile(r'^  - (?P<path>\S+) is (?:"[^"\n]*"|null|true|false)$', re.MULTILINE)
_OTHER_MESSAGE = re.compile(
    r"Expected (?:a response to be (?P<expected>\d{3}) [^\n]+|message '[^\n]+)\.\nGot (?P<got>\d{3}) "
)
_LOWER_BOUNDS = ("minimum", "exclusiveMinimum")
_BELOW_ZERO = re.compile(r"^  - \S+ is -\d", re.MULTILINE)
_UNREADABLE = f"Expected {A_JSON_BODY}."
_ANOTHER_MANUAL = re.compile(
    r"Expected \S+\.manual_id to be '[^'\n]*'\.\nGot '"
    r"|Expected (?:status|a response to be) 400\b[^\n]*\nGot 201 "
)
"""Failures that are due to a second manual: its id, and that the submission was not refused."""
_SERVED = re.compile(r"Expected (status|a response to be) 400\b[^\n]*\nGot 2\d\d ")


def is_about_deviation(cause: Cause, failure: str) -> bool:
    """Return whether a failure looked for what a response that deviates in this way does not have."""
    if cause.rule in _EXPLAINED_BY_RULE:
        return _EXPLAINED_BY_RULE[cause.rule](failure)
    if cause.rule in _EXPLAINED_BY_CAUSE:
        return _EXPLAINED_BY_CAUSE[cause.rule](cause, failure)
    if names := headers_in(cause.place):
        return any(_is_about_header(name, failure) for name in names)
    if cause.place == STATUS:
        return _is_about_status(cause, failure)
    if cause.place == BODY:
        return failure.startswith(_UNREADABLE) or _NOT_FOUND.search(failure) is not None
    return _is_about_value(cause, failure)


def is_about_user(failure: str) -> bool:
    """Return whether a failure has no other finding than the id of a user, or has looked for something by such an id in vain."""
    findings = _FINDING.findall(failure)
    if findings:
        return all(finding.startswith("user_id is ") for finding in findings)
    return _ABOUT_A_USER.search(failure) is not None


def _is_about_value(cause: Cause, failure: str) -> bool:
    """Return whether a failure is about a member of the body that is missing, or has another value than it may have."""
    if cause.rule in _LOWER_BOUNDS:
        return _is_below_bound(cause, failure)
    if cause.rule == "const":
        return cause.place == "message" and _is_other_message(failure)
    return cause.rule in ("required", "type") and _is_about_member(cause, failure)


def _is_about_status(cause: Cause, failure: str) -> bool:
    """Return whether a failure expects another status of this kind, or looks for what a documented success would have had."""
    if str(cause.status).startswith("2") and _NOT_FOUND.search(failure):
        return True
    if cause.reason.startswith(UNKNOWN_REQUEST):
        expected = REFUSAL_OF_A_METHOD
    elif str(cause.status).startswith("2"):
        expected = _LOGGED_SUCCESS if _LOGGED_SUCCESS.match(failure) else _SUCCESS
    else:
        expected = _SERVER_ERROR
    got = expected.match(failure)
    is_of_another = expected in (_SUCCESS, _LOGGED_SUCCESS) and not is_response_of(cause.operation, failure)
    return got is not None and got[1] == str(cause.status) and not is_of_another


def _is_about_header(name: str, failure: str) -> bool:
    """Return whether a failure expects something of this header, or of its value, or has no other finding than one about it."""
    findings = _FINDING.findall(failure)
    if findings:
        return all(finding.startswith(f"{HEADER}{name} ") for finding in findings)
    return re.match(rf"Expected (no )?(header )?{re.escape(name)}\b", failure, re.IGNORECASE) is not None


def _is_about_member(cause: Cause, failure: str) -> bool:
    """Return whether a member was not found, or a value of another type could not be used, which errors don't always name."""
    member = re.split(r"[.\[]", cause.place.removesuffix("[]"))[-1].strip("]`")
    if cause.rule == "type" and _is_no_number(member, cause, failure):
        return True
    looked_up = " ".join(found[0] for found in _NOT_FOUND.finditer(failure))
    is_named = re.search(rf"\b{re.escape(member)}\b", looked_up) is not None
    return is_named or (cause.rule == "type" and _OTHER_TYPE.search(looked_up) is not None)


def _is_no_number(member: str, cause: Cause, failure: str) -> bool:
    """Return whether a member, or one of all of an object, is no number where one is expected."""
    if NoIntegers.read(failure) or _SAME_DIGITS.match(failure):
        return "integer" in cause.title
    found = _NO_NUMBER.search(failure)
    if not is_response_of(cause.operation, failure):
        return False
    if found is None:
        return member == EACH and _NOT_FOUND.search(failure) is not None
    is_expected = re.search(rf"[ ,]{re.escape(found['path'])}=-?\d", failure) is not None
    return is_expected and member in (EACH, found["path"].rpartition(".")[2])


def _is_other_message(failure: str) -> bool:
    """Return whether an error has the right status, and says something else than it should."""
    said = _OTHER_MESSAGE.match(failure)
    return said is not None and said["expected"] in (None, said["got"])


def _is_below_bound(cause: Cause, failure: str) -> bool:
    """Return whether a number is below 0 that other responses show as well, as the test has met it."""
    number, quantity = wrong_number(failure), quantity_of(cause.place)
    return (
        quantity is not None
        and number is not None
        and number.quantity is quantity
        and _BELOW_ZERO.search(failure) is not None
    )


def _needs_a_new_answer(failure: str) -> bool:
    return _NEEDS_A_NEW_ANSWER.search(failure) is not None


def _is_served(failure: str) -> bool:
    return _SERVED.match(failure) is not None


def _is_about_another_manual(failure: str) -> bool:
    left = UnwantedObjects.read(failure)
    is_file_left = left is not None and left.like.startswith("manuals/")
    return is_file_left or is_too_long(failure) or _ANOTHER_MANUAL.match(failure) is not None


def _is_uncounted(cause: Cause, failure: str) -> bool:
    return is_about_count(count_of(cause.place), failure)


def _is_unauthorized(cause: Cause, failure: str) -> bool:
    return is_about_unusable(cause.operation, UNAUTHORIZED, failure)


_EXPLAINED_BY_CAUSE: Mapping[str, Callable[[Cause, str], bool]] = {
    UNCOUNTED: _is_uncounted,
    NEEDLESS_TOKEN: _is_unauthorized,
}
_EXPLAINED_BY_RULE: Mapping[str, Callable[[str], bool]] = {
    PREMISE: _needs_a_new_answer,
    OTHER_USER: is_about_user,
    DAY_IS_OVER: functools.partial(is_about_period, Quantity.DAY),
    MONTH_IS_OVER: functools.partial(is_about_period, Quantity.MONTH),
    QUOTA_STATUS: is_about_quota_status,
    UNSUPPORTED_VERSION: _is_served,
    REPEATED: _is_about_another_manual,
}
