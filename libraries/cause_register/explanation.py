"""Whether a deviation from the contract explains that a test failed."""

import re
from collections.abc import Iterable, Sequence

from cause_register.cause import Cause, CauseKind
from cause_register.failure_message import is_incomplete, single_findings
from cause_register.outcome import UNKNOWN_REQUEST

NOT_FOUND = re.compile(
    r"\A.*(\b(Attribute|Index|Key|Type|Value)Error\b|has no (key|attribute)|to exist\.$).*"
    r"|^  - there is no field .*",
    re.MULTILINE,
)
"""The lines of a failure that say what was looked for in vain: the first one, and findings. What follows quotes responses."""
OTHER_TYPE = re.compile(r"TypeError|ValueError|' object ")
SERVER_ERROR = re.compile(r"Expected status 5\d\d\.\nGot (\d+)")
REFUSAL_OF_A_METHOD = re.compile(r"Expected the method to be refused with [^\n]*\nGot (\d+)")
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
ABOUT_A_USER = re.compile(
    r"^Expected [^\n]*(\buser_ids?\b|\bfor user |\ban object manuals/)"
    r"|^(Also: )?Failure [^\n]* with key [^\n]*\b[0-9a-f]{8}-[0-9a-f-]{27}('|: expected hits)",
    re.MULTILINE,
)
"""Failures to find something by the id of a user: in a response, a log, a table, a bucket or a queue, or a call to let fail."""
NEEDS_A_NEW_ANSWER = re.compile(
    r"^Expected (status 5|an answer|cache status|\d+ calls?\b|a call\b|attempts)|hit nothing|did not happen|expected hits"
)
UNREADABLE = "Expected a JSON body."


def explanation(causes: Iterable[Cause], failures: Iterable[str]) -> Cause | None:
    """Return the cause for which a test failed; if it failed several times, the first one, but only if each has a cause.

    Args:
        causes: What the test met.
        failures: The message of each of the test's failures.
    """
    known = list(causes)
    explained = [cause_of(known, failure) for failure in failures]
    return explained[0] if explained and all(explained) else None


def cause_of(causes: Sequence[Cause], failure: str) -> Cause | None:
    """Return the cause that explains a failure, or the first one of its findings if each of them has one; None otherwise."""
    if is_incomplete(failure):
        return None
    explained = [
        next((cause for cause in causes if explains(cause, part)), None) for part in single_findings(failure)
    ]
    return explained[0] if all(explained) else None


def explains(cause: Cause, failure: str) -> bool:
    """Return whether a failure is due to a deviation that the test met: it looked for what the response did not have.

    A status that is not documented explains that a server error of another status was expected: the backend answers what fails
    behind it in its own way. It does not explain that any other status was expected, except of a method that there is not.

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
    if cause.kind != CauseKind.DEVIATION:
        return False
    if cause.rule in _EXPLAINED_BY_RULE:
        return _EXPLAINED_BY_RULE[cause.rule](failure)
    if cause.place.startswith(HEADER):
        return _is_about_header(cause.place.removeprefix(HEADER), failure)
    if cause.place == STATUS:
        is_unknown_request = cause.reason.startswith(UNKNOWN_REQUEST)
        got = (REFUSAL_OF_A_METHOD if is_unknown_request else SERVER_ERROR).match(failure)
        return got is not None and got[1] == str(cause.status)
    if cause.place == BODY:
        return failure.startswith(UNREADABLE) or NOT_FOUND.search(failure) is not None
    return cause.rule in ("required", "type") and _is_about_member(cause, failure)


def _is_about_header(name: str, failure: str) -> bool:
    """Return whether a failure expects something of this header, or has no other finding than one about it."""
    findings = FINDING.findall(failure)
    if findings:
        return all(finding.startswith(f"{HEADER}{name} ") for finding in findings)
    return re.match(rf"Expected (no )?header {re.escape(name)}\b", failure, re.IGNORECASE) is not None


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
    looked_up = " ".join(found[0] for found in NOT_FOUND.finditer(failure))
    is_named = re.search(rf"\b{re.escape(member)}\b", looked_up) is not None
    return is_named or (cause.rule == "type" and OTHER_TYPE.search(looked_up) is not None)


_EXPLAINED_BY_RULE = {PREMISE: _needs_a_new_answer, OTHER_USER: _is_about_user}
