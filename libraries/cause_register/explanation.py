"""Whether a cause explains that a test failed."""

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http.client import INTERNAL_SERVER_ERROR
from itertools import chain

from cause_register.cause import Cause, CauseKind
from cause_register.failure_message import is_incomplete, single_findings
from cause_register.members import wrong_number
from cause_register.outcome import UNKNOWN_REQUEST
from cause_register.quantities import Quantity, count_of, quantity_of
from cause_register.simultaneous import unexpected_statuses
from cause_register.usage_failures import (
    COUNTING,
    is_about_count,
    is_about_counting,
    is_about_period,
    is_about_quota_status,
)

NOT_FOUND = re.compile(
    r"\A.*(\b(Attribute|Index|Key|Type|Value)Error\b|has no (key|attribute)|to exist\.$).*"
    r"|^  - there is no field .*",
    re.MULTILINE,
)
"""The lines of a failure that say what was looked for in vain: the first one, and findings. What follows quotes responses."""
OTHER_TYPE = re.compile(r"TypeError|ValueError|' object ")
SERVER_ERROR = re.compile(r"Expected status 5\d\d\.\nGot (\d+)")
SUCCESS = re.compile(
    r"Expected (?:status 2\d\d|the statuses 2\d\d \(\d+ times\))\.\nGot (\d+)(?! \(\d+ times\),)"
)
LOGGED_SUCCESS = re.compile(
    r'Expected a line in the log with \{[^\n]*"status": "2\d\d"[^\n]*\nGot other values: \{"status": (\d+)\}$',
    re.MULTILINE,
)
REFUSAL_OF_A_METHOD = re.compile(
    r"Expected (?:the method to be refused|a response to refuse the method) with [^\n]*\nGot (\d+)"
)
FINDING = re.compile(r"^  - (.*)$", re.MULTILINE)
HEADER = "header "
"""How the place of a deviation begins that concerns a header."""
STATUS = "status"
"""The place of a deviation that concerns the status."""
BODY = "body"
"""The place of a deviation that concerns the whole body."""
PREMISE = "premise"
"""The rule of an answer that is not a new one, so that it says nothing about index, model and failures."""
OTHER_USER = "user"
"""The rule of a response that names another user than the request's token does."""
ANY_REQUEST = "any request"
"""The rule of what refuses a user whatever it asks for, so that a test that meets it shows nothing."""
UNSUPPORTED_VERSION = "version"
"""The rule for an answer to a request that names an unknown version."""
UNCOUNTED = "count"
"""The rule of an answer that is not counted: in the counter that is the cause's place, or in none."""
DAY_IS_OVER, MONTH_IS_OVER = "day", "month"
"""The rules of a usage that is that of a day, or of a month, which is over, and of a quota that ends at another time."""
QUOTA_STATUS = "quota status"
"""The rule of a quota whose status is not that of its numbers."""
NO_ROUTE = (404, 405, 501)
"""The statuses that say that there is no such operation at all."""
USER_ID = "[0-9a-f]{8}-[0-9a-f-]{27}"
ABOUT_A_USER = re.compile(
    rf"^Expected [^\n]*(\buser_ids?\b|\bfor user |\ban object manuals/|\bto contain '{USER_ID}')"
    rf"|^(Also: )?Failure [^\n]* with key [^\n]*\b{USER_ID}\*?('|: expected hits)",
    re.MULTILINE,
)
"""Failures to find something by the id of a user: in a response, a log, a table, a bucket or a queue, or a call to let fail."""
NEEDS_A_NEW_ANSWER = re.compile(
    r"^Expected (status 5|an answer|cache status|\d+ calls?\b|a call\b|attempts)|hit nothing|did not happen|expected hits"
)
EACH = "*"
"""The member, or header, in the place of a deviation that several members of an object, or headers of a response, have."""
MISSING_HEADERS = re.compile(r"headers (?P<names>.+) are missing")
NO_INTEGERS = re.compile(r"(?:[^\n:]+: )?Expected integers, written without a fraction\.")
SAME_DIGITS = re.compile(r"Expected \S+ to be '(-?\d+)'\.\nGot \1$", re.MULTILINE)
NO_NUMBER = re.compile(r'^  - (?P<path>\S+) is (?:"[^"\n]*"|null|true|false)$', re.MULTILINE)
OTHER_MESSAGE = re.compile(
    r"Expected (?:a response to be (?P<expected>\d{3}) [^\n]+|message '[^\n]+)\.\nGot (?P<got>\d{3}) "
)
LOWER_BOUNDS = ("minimum", "exclusiveMinimum")
BELOW_ZERO = re.compile(r"^  - \S+ is -\d", re.MULTILINE)
UNREADABLE = "Expected a JSON body."
SERVED = re.compile(r"Expected (status|a response to be) 400\b[^\n]*\nGot 2\d\d ")
WHERE = re.compile(r"^Where: (?P<method>\w+) https?://[^/\s]+(?P<path>[^\s?#,]*)", re.MULTILINE)


@dataclass(frozen=True)
class KnownCauses:
    """The causes that may explain the failures of a test.

    Attributes:
        met: What the test itself has met.
        of_the_run: What any test of the run has met so far.
    """

    met: Sequence[Cause] = ()
    of_the_run: Sequence[Cause] = ()

    def explaining(self, failure: str) -> Cause | None:
        """Return the cause of a failure about one thing; None if there is none."""
        met = (cause for cause in self.met if explains(cause, failure))
        known = (cause for cause in self.of_the_run if explains_everywhere(cause, failure))
        return next(chain(met, known), None)


def explanation(causes: KnownCauses, failures: Iterable[str]) -> Cause | None:
    """Return the cause for which a test failed; if it failed several times, the first one, but only if each has a cause.

    Args:
        causes: What is known.
        failures: The message of each of the test's failures.
    """
    explained = [cause_of(causes, failure) for failure in failures]
    return explained[0] if explained and all(explained) else None


def cause_of(causes: KnownCauses, failure: str) -> Cause | None:
    """Return the cause that explains a failure, or the first one of its findings if each of them has one; None otherwise."""
    refused = next((cause for cause in causes.met if cause.rule == ANY_REQUEST), None)
    if refused or is_incomplete(failure):
        return refused
    explained = [causes.explaining(part) for part in single_findings(failure)]
    return explained[0] if all(explained) else None


def undocumented_server_errors(causes: Iterable[Cause]) -> frozenset[int]:
    """Return the statuses of server errors that the contract does not have, as far as these causes say."""
    statuses = {
        cause.status for cause in causes if cause.kind == CauseKind.DEVIATION and cause.place == STATUS
    }
    return frozenset(status for status in statuses if status is not None and status >= INTERNAL_SERVER_ERROR)


def explains_everywhere(cause: Cause, failure: str) -> bool:
    """Return whether a failure is due to a cause that lies in the backend as a whole, in whatever test it has been met.

    A test can't meet everything itself: that no rule limits a user, that users are known by another id, which errors do not
    show, or that there is no operation for a path whose preflight is asked for. Load reports the statuses it was refused with.
    """
    if cause.rule == ANY_REQUEST:
        return f"HTTP {cause.status} (" in failure or unexpected_statuses(failure) == str(cause.status)
    if cause.rule == OTHER_USER:
        return _is_about_user(failure)
    if cause.kind != CauseKind.UNUSABLE:
        return False
    if cause.operation == COUNTING:
        return is_about_counting(cause.reason.removeprefix(f"{COUNTING}: "), failure)
    if cause.status is None:
        return _says_the_same(cause, failure)
    return _is_about_operation(cause, failure)


def _says_the_same(cause: Cause, failure: str) -> bool:
    """Return whether a failure expects what has never happened in the run, and got the same."""
    expected, got = cause.expected.removeprefix(f"{cause.operation}: "), cause.got.partition("\n")[0]
    return f"{failure}\n".startswith(f"Expected {expected}.\nGot {got}\n")


def explains(cause: Cause, failure: str) -> bool:
    """Return whether a failure is due to a cause that the test met: it looked for what the response did not have.

    A status that is not documented explains that a server error of another status was expected: the backend answers what fails
    behind it in its own way. If it is a success, it explains that another one was expected. It does not explain that any other
    status was expected, except of a method that there is not.

    An operation that cannot be used explains what is said of its responses, and what is said of no response at all.

    Args:
        cause: What the test met.
        failure: Its message.

    Example:
        >>> usage = Cause(CauseKind.DEVIATION, "…", "…", "…", "…", place="usage.daily_used", rule="required")
        >>> explains(usage, "Resolving variable '${answer.usage.daily_used}' failed: AttributeError: daily_used")
        True
        >>> vary = Cause(CauseKind.DEVIATION, "…", "…", "…", "…", place="header Vary", rule="required")
        >>> explains(vary, "Expected header Vary to contain Origin.\\nGot a response without Vary")
        True
        >>> explains(usage, "Expected status 200.\\nGot 500")
        False
    """
    if cause.kind == CauseKind.UNUSABLE:
        is_without_request = cause.status is not None and "\nWhere: " not in failure
        return is_without_request or explains_everywhere(cause, failure)
    return cause.kind == CauseKind.DEVIATION and _is_about_deviation(cause, failure)


def _is_about_deviation(cause: Cause, failure: str) -> bool:
    if cause.rule in _EXPLAINED_BY_RULE:
        return _EXPLAINED_BY_RULE[cause.rule](failure)
    if cause.rule == UNCOUNTED:
        return is_about_count(count_of(cause.place), failure)
    if cause.place.startswith(HEADER):
        return any(_is_about_header(name, failure) for name in _headers_of(cause))
    if cause.place == STATUS:
        return _is_about_status(cause, failure)
    if cause.place == BODY:
        return failure.startswith(UNREADABLE) or NOT_FOUND.search(failure) is not None
    return _is_about_value(cause, failure)


def _is_about_value(cause: Cause, failure: str) -> bool:
    """Return whether a failure is about a member of the body that is missing, or has another value than it may have."""
    if cause.rule in LOWER_BOUNDS:
        return _is_below_bound(cause, failure)
    if cause.rule == "const":
        return cause.place == "message" and _is_other_message(failure)
    return cause.rule in ("required", "type") and _is_about_member(cause, failure)


def _is_about_status(cause: Cause, failure: str) -> bool:
    """Return whether a failure expects another status of this kind, or looks for what a documented success would have had."""
    if str(cause.status).startswith("2") and NOT_FOUND.search(failure):
        return True
    if cause.reason.startswith(UNKNOWN_REQUEST):
        expected = REFUSAL_OF_A_METHOD
    elif str(cause.status).startswith("2"):
        expected = LOGGED_SUCCESS if LOGGED_SUCCESS.match(failure) else SUCCESS
    else:
        expected = SERVER_ERROR
    got = expected.match(failure)
    is_of_another = expected in (SUCCESS, LOGGED_SUCCESS) and not _is_response_of(cause.operation, failure)
    return got is not None and got[1] == str(cause.status) and not is_of_another


def _is_response_of(operation: str, failure: str) -> bool:
    """Return whether a failure is about a response of this operation, or of another method of its path."""
    where, path = WHERE.search(failure), operation.partition(" ")[2].partition(" ")[0]
    pattern = re.sub(r"{\w+}", "[^/]+", path)
    return where is not None and re.search(rf"{pattern}\Z", where["path"]) is not None


def _is_about_operation(cause: Cause, failure: str) -> bool:
    """Return whether a failure is about a response of an operation that cannot be used, or about its path if it has none."""
    where, method = WHERE.search(failure), cause.operation.partition(" ")[0]
    if where is None or not _is_response_of(cause.operation, failure):
        return False
    if where["method"] == method:
        return re.search(rf"^Got {cause.status}\b", failure, re.MULTILINE) is not None
    if cause.status not in NO_ROUTE:
        return False
    is_preflight = where["method"] == "OPTIONS" and re.match(rf"Expected [^\n]*\b{method}\b", failure)
    return bool(is_preflight or REFUSAL_OF_A_METHOD.match(failure))


def _headers_of(cause: Cause) -> list[str]:
    """Return the header that a deviation concerns, or the headers if they are all missing."""
    missing = MISSING_HEADERS.search(cause.got)
    name = cause.place.removeprefix(HEADER)
    return missing["names"].split(", ") if name == EACH and missing else [name]


def _is_about_header(name: str, failure: str) -> bool:
    """Return whether a failure expects something of this header, or of its value, or has no other finding than one about it."""
    findings = FINDING.findall(failure)
    if findings:
        return all(finding.startswith(f"{HEADER}{name} ") for finding in findings)
    return re.match(rf"Expected (no )?(header )?{re.escape(name)}\b", failure, re.IGNORECASE) is not None


def _needs_a_new_answer(failure: str) -> bool:
    return NEEDS_A_NEW_ANSWER.search(failure) is not None


def _is_about_user(failure: str) -> bool:
    """Return whether a failure has no other finding than the id of a user, or has looked for something by such an id in vain."""
    findings = FINDING.findall(failure)
    if findings:
        return all(finding.startswith("user_id is ") for finding in findings)
    return ABOUT_A_USER.search(failure) is not None


def _is_about_member(cause: Cause, failure: str) -> bool:
    """Return whether a member was not found, or a value of another type could not be used, which errors don't always name."""
    member = re.split(r"[.\[]", cause.place.removesuffix("[]"))[-1].strip("]`")
    if cause.rule == "type" and _is_no_number(member, cause, failure):
        return True
    looked_up = " ".join(found[0] for found in NOT_FOUND.finditer(failure))
    is_named = re.search(rf"\b{re.escape(member)}\b", looked_up) is not None
    return is_named or (cause.rule == "type" and OTHER_TYPE.search(looked_up) is not None)


def _is_no_number(member: str, cause: Cause, failure: str) -> bool:
    """Return whether a member, or one of all of an object, is no number where one is expected."""
    if NO_INTEGERS.match(failure) or SAME_DIGITS.match(failure):
        return "integer" in cause.title
    found = NO_NUMBER.search(failure)
    if not _is_response_of(cause.operation, failure):
        return False
    if found is None:
        return member == EACH and NOT_FOUND.search(failure) is not None
    is_expected = re.search(rf"[ ,]{re.escape(found['path'])}=-?\d", failure) is not None
    return is_expected and member in (EACH, found["path"].rpartition(".")[2])


def _is_other_message(failure: str) -> bool:
    """Return whether an error has the right status, and says something else than it should."""
    said = OTHER_MESSAGE.match(failure)
    return said is not None and said["expected"] in (None, said["got"])


def _is_below_bound(cause: Cause, failure: str) -> bool:
    """Return whether a number is below 0 that other responses show as well, as the test has met it."""
    number, quantity = wrong_number(failure), quantity_of(cause.place)
    return (
        quantity is not None
        and number is not None
        and number.quantity is quantity
        and BELOW_ZERO.search(failure) is not None
    )


def _is_served(failure: str) -> bool:
    return SERVED.match(failure) is not None


_EXPLAINED_BY_RULE: Mapping[str, Callable[[str], bool]] = {
    PREMISE: _needs_a_new_answer,
    OTHER_USER: _is_about_user,
    DAY_IS_OVER: functools.partial(is_about_period, Quantity.DAY),
    MONTH_IS_OVER: functools.partial(is_about_period, Quantity.MONTH),
    QUOTA_STATUS: is_about_quota_status,
    UNSUPPORTED_VERSION: _is_served,
}
