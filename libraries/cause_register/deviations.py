"""Which failures a deviation from the contract explains."""

import functools
import re
from collections.abc import Callable, Mapping
from http.client import BAD_REQUEST, CREATED, UNAUTHORIZED

from cause_register.cause import Cause
from cause_register.failed_requests import is_about_unusable, is_response_of, status_of_unrefused_method
from cause_register.forms import (
    A_JSON_BODY,
    AN_ANSWER,
    DIFFERENT_NUMBERS_OF_TOKENS,
    EXPECTED,
    AnotherValue,
    ErrorMember,
    ExpectedCacheStatus,
    ExpectedError,
    ExpectedStatus,
    FieldFinding,
    HitNothing,
    LoggedLine,
    NoField,
    NoIntegers,
    Unmet,
    UnwantedObjects,
    WrongBreaker,
    WrongCalls,
    WrongHits,
    findings_in,
)
from cause_register.lists import is_too_long
from cause_register.members import wrong_number
from cause_register.message_parts import UNKNOWN_REQUEST
from cause_register.quantities import Quantity, count_of, quantity_of
from cause_register.rules import (
    BODY,
    CACHED_ANSWER,
    DAY_IS_OVER,
    EACH,
    HEADER,
    MONTH_IS_OVER,
    OTHER_USER,
    QUOTA_STATUS,
    REPEATED,
    STATUS,
    UNCOUNTED,
    UNNECESSARY_TOKEN_REQUIREMENT,
    UNSUPPORTED_VERSION,
    headers_in,
)
from cause_register.statuses import (
    SERVER_ERROR,
    SUCCESS,
    kind_of,
    status_in_place_of_success,
    status_shown,
    wrong_status,
)
from cause_register.usage_failures import is_about_count, is_about_period, is_about_quota_status

_NOT_FOUND = re.compile(
    r".*(\b(Attribute|Index|Key|Type|Value)Error\b|has no (key|attribute)|to exist\.$).*", re.MULTILINE
)
_OTHER_TYPE = re.compile(r"TypeError|ValueError|' object ")
_LOGGED_SUCCESS, _LOGGED_STATUS = re.compile(r'"status": "2\d\d"'), re.compile(r'\{"status": (\d+)\}')
_USER_ID = "[0-9a-f]{8}-[0-9a-f-]{27}"
_ABOUT_A_USER = re.compile(
    rf"^{EXPECTED}[^\n]*(\buser_ids?\b|\bfor user |\ban object manuals/|\bto contain '{_USER_ID}')"
    rf"|^(Also: )?Failure [^\n]* with key [^\n]*\b{_USER_ID}\*?('|: expected hits)",
    re.MULTILINE,
)
"""Failures to find something by the id of a user: in a response, a log, a table, a bucket or a queue, or a call to let fail."""
_BEDROCK = "bedrock"
_CALLED = re.compile(r"(?:\d+|a) (?:calls?|attempts?)\b")
_OF_FAILURES = (re.compile(HitNothing.pattern()), re.compile(WrongHits.pattern()))
"""What is said of failures of AWS calls, also below what a test itself says."""
_TOKENS = f"_tokens: {EXPECTED}"
"""The end of the name of a number of tokens, and what is said of it."""
_DIGITS = re.compile(r"-?\d+")
_NO_NUMBER = re.compile(r'"[^"\n]*"|null|true|false')
_MESSAGE = "message"
_LOWER_BOUNDS = ("minimum", "exclusiveMinimum")
_BELOW_ZERO = re.compile(r"-\d")
_UNREADABLE = f"{EXPECTED}{A_JSON_BODY}."


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
        return failure.startswith(_UNREADABLE) or _not_found(failure) != []
    return _is_about_value(cause, failure)


def is_about_user(failure: str) -> bool:
    """Return whether a failure's only finding is the id of a user, or whether nothing was found by such an id."""
    if findings := findings_in(failure):
        return all(finding.startswith("user_id is ") for finding in findings)
    return _ABOUT_A_USER.search(failure) is not None


def _is_about_value(cause: Cause, failure: str) -> bool:
    """Return whether a failure is about a member of the body that is missing, or has another value than it may have."""
    if cause.rule in _LOWER_BOUNDS:
        return _is_below_bound(cause, failure)
    if cause.rule == "const":
        return cause.place == _MESSAGE and _is_other_message(failure)
    return cause.rule in ("required", "type") and _is_about_member(cause, failure)


def _is_about_status(cause: Cause, failure: str) -> bool:
    """Return whether a failure expects another status of this kind, or looks for what a documented success would have had."""
    is_success = kind_of(cause.status) == SUCCESS
    if is_success and _not_found(failure):
        return True
    if cause.reason.startswith(UNKNOWN_REQUEST):
        got = status_of_unrefused_method(failure)
    elif is_success:
        is_of_operation = is_response_of(cause.operation, failure)
        got = _logged_success(failure) or status_in_place_of_success(failure) if is_of_operation else None
    else:
        got = _status_in_place_of_server_error(failure)
    return got is not None and got == cause.status


def _logged_success(failure: str) -> int | None:
    """Return the status that is logged in place of one of success, and is all that is wrong with its line; else None."""
    line = LoggedLine.read(failure)
    logged = _LOGGED_STATUS.fullmatch(line.got) if line and _LOGGED_SUCCESS.search(line.wanted) else None
    return int(logged[1]) if logged else None


def _status_in_place_of_server_error(failure: str) -> int | None:
    wrong = wrong_status(failure)
    return wrong.got if wrong and kind_of(wrong.wanted) == SERVER_ERROR else None


def _is_about_header(name: str, failure: str) -> bool:
    """Return whether a failure expects something of this header, or of its value, or has no other finding than one about it."""
    if findings := findings_in(failure):
        return all(finding.startswith(f"{HEADER}{name} ") for finding in findings)
    return re.match(rf"{EXPECTED}(no )?({HEADER})?{re.escape(name)}\b", failure, re.IGNORECASE) is not None


def _is_about_member(cause: Cause, failure: str) -> bool:
    """Return whether a member was not found, or a value of another type could not be used, which errors don't always name."""
    member = re.split(r"[.\[]", cause.place.removesuffix("[]"))[-1].strip("]`")
    if cause.rule == "type" and _is_no_number(member, cause, failure):
        return True
    looked_up = " ".join(_not_found(failure))
    is_named = re.search(rf"\b{re.escape(member)}\b", looked_up) is not None
    return is_named or (cause.rule == "type" and _OTHER_TYPE.search(looked_up) is not None)


def _not_found(failure: str) -> list[str]:
    """Return the lines that say what was looked for and not found: the first one, and findings. Other lines quote responses."""
    first = _NOT_FOUND.match(failure)
    return [
        *([first[0]] if first else []),
        *(finding for finding in findings_in(failure) if NoField.read(finding)),
    ]


def _is_no_number(member: str, cause: Cause, failure: str) -> bool:
    """Return whether a member, or one of all of an object, is not a number."""
    if NoIntegers.read(failure) or _has_same_digits(failure):
        return "integer" in cause.title
    fields = map(FieldFinding.read, findings_in(failure))
    found = next((field for field in fields if field and _NO_NUMBER.fullmatch(field.value)), None)
    if not is_response_of(cause.operation, failure):
        return False
    if found is None:
        return member == EACH and _not_found(failure) != []
    is_expected = re.search(rf"[ ,]{re.escape(found.path)}=-?\d", failure) is not None
    return is_expected and member in (EACH, found.path.rpartition(".")[2])


def _is_other_message(failure: str) -> bool:
    """Return whether an error has the right status, and says something else than it should."""
    unmet, got = Unmet.read(failure), status_shown(failure)
    if unmet is None or got is None:
        return False
    member, error = ErrorMember.read_whole(unmet.expected), ExpectedError.read_whole(unmet.expected)
    is_other_error = error is not None and error.error is not None and error.status == got
    return is_other_error or (member is not None and member.member == _MESSAGE)


def _has_same_digits(failure: str) -> bool:
    """Return whether a number is expected as a string, and is a number."""
    value = AnotherValue.read(failure)
    return value is not None and value.wanted == f"'{value.got}'" and _DIGITS.fullmatch(value.got) is not None


def _is_below_bound(cause: Cause, failure: str) -> bool:
    """Return whether a number is below 0 that other responses show as well, as the test has met it."""
    number, quantity = wrong_number(failure), quantity_of(cause.place)
    return (
        quantity is not None
        and number is not None
        and number.quantity is quantity
        and any(
            field and _BELOW_ZERO.match(field.value) for field in map(FieldFinding.read, findings_in(failure))
        )
    )


def _needs_a_new_answer(failure: str) -> bool:
    line = failure.partition("\n")[0]
    return (
        _is_about_answer(failure)
        or _is_about_calls(failure)
        or _TOKENS in line
        or DIFFERENT_NUMBERS_OF_TOKENS in line
        or any(said.search(failure) for said in _OF_FAILURES)
    )


def _is_about_answer(failure: str) -> bool:
    """Return whether an answer, or a failure in place of one, should have been another."""
    expected = failure.removeprefix(EXPECTED)
    status = ExpectedStatus.read(expected)
    is_error = status is not None and kind_of(status.status) == SERVER_ERROR
    is_expected = is_error or expected.startswith(AN_ANSWER) or ExpectedCacheStatus.read(expected) is not None
    return is_expected and expected != failure


def _is_about_calls(failure: str) -> bool:
    """Return whether the calls of a model are not as many as expected, or do not change the state of its circuit breaker."""
    calls, breaker = WrongCalls.read(failure), WrongBreaker.read(failure)
    is_about_number = calls is not None and _CALLED.match(calls.wanted) is not None
    is_about_breaker = breaker is not None and breaker.service.startswith(_BEDROCK)
    return is_about_number or is_about_breaker


def _is_served(failure: str) -> bool:
    return kind_of(_status_in_place_of_bad_request(failure)) == SUCCESS


def _is_about_another_manual(failure: str) -> bool:
    left, value = UnwantedObjects.read(failure), AnotherValue.read(failure)
    is_file_left = left is not None and left.like.startswith("manuals/")
    is_another_id = value is not None and value.path.endswith(".manual_id") and value.got.startswith("'")
    is_not_refused = _status_in_place_of_bad_request(failure) == CREATED
    return is_file_left or is_another_id or is_not_refused or is_too_long(failure)


def _status_in_place_of_bad_request(failure: str) -> int | None:
    """Return the status of a response that should be 400; None if a failure is about anything else."""
    unmet = Unmet.read(failure)
    said = unmet and (ExpectedStatus.read(unmet.expected) or ExpectedError.read(unmet.expected))
    return status_shown(failure) if said and said.status == BAD_REQUEST else None


def _is_uncounted(cause: Cause, failure: str) -> bool:
    return is_about_count(count_of(cause.place), failure)


def _is_unauthorized(cause: Cause, failure: str) -> bool:
    return is_about_unusable(cause.operation, UNAUTHORIZED, failure)


_EXPLAINED_BY_CAUSE: Mapping[str, Callable[[Cause, str], bool]] = {
    UNCOUNTED: _is_uncounted,
    UNNECESSARY_TOKEN_REQUIREMENT: _is_unauthorized,
}
_EXPLAINED_BY_RULE: Mapping[str, Callable[[str], bool]] = {
    CACHED_ANSWER: _needs_a_new_answer,
    OTHER_USER: is_about_user,
    DAY_IS_OVER: functools.partial(is_about_period, Quantity.DAY),
    MONTH_IS_OVER: functools.partial(is_about_period, Quantity.MONTH),
    QUOTA_STATUS: is_about_quota_status,
    UNSUPPORTED_VERSION: _is_served,
    REPEATED: _is_about_another_manual,
}
