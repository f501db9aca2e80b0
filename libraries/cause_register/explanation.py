"""Whether a deviation from the contract explains that a test failed."""

import re
from collections.abc import Iterable

from cause_register.cause import Cause, CauseKind

LOOKUP_FAILED = re.compile(
    r"\b(AttributeError|IndexError|KeyError|TypeError|ValueError)\b|has no (key|attribute)|\bmissing\b"
)
SERVER_ERROR = re.compile(r"Expected status 5\d\d\.\nGot (\d+)")
SEVERAL = "Several failures occurred:"
ANOTHER = re.compile(r"\n\n(?=\d+\) )")
FINDING = re.compile(r"^  - (.*)$", re.MULTILINE)
HEADER = "header "
"""How the place of a deviation begins that concerns a header."""
STATUS = "status"
"""The place of a deviation that concerns the status."""
BODY = "body"
"""The place of a deviation that concerns the whole body."""
PREMISE = "premise"
"""The rule of an answer that is not a new one, so that it says nothing about index, model and failures."""
NEEDS_A_NEW_ANSWER = re.compile(
    r"^Expected (status 5|an answer|cache status|\d+ calls?\b|a call\b|attempts)|hit nothing|did not happen|expected hits"
)
UNREADABLE = "Expected a JSON body."


def explanation(causes: Iterable[Cause], message: str) -> Cause | None:
    """Return the cause for which a test failed; if it failed several times, the first one, but only if each has a cause.

    Args:
        causes: What the test met.
        message: The test's failure message.
    """
    known = list(causes)
    explained = [
        next((cause for cause in known if explains(cause, failure)), None) for failure in _failures(message)
    ]
    return explained[0] if all(explained) else None


def explains(cause: Cause, message: str) -> bool:
    """Return whether a failure is due to a deviation that the test met: it looked for what the response did not have.

    A status that is not documented explains that a server error of another status was expected: the backend answers what fails
    behind it in its own way. It does not explain that any other status was expected.

    Args:
        cause: What the test met.
        message: The failure's message.

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
    first = message.removeprefix("Setup failed:\n")
    if cause.rule == PREMISE:
        return NEEDS_A_NEW_ANSWER.search(first) is not None
    if cause.place.startswith(HEADER):
        return _is_about_header(cause.place.removeprefix(HEADER), first)
    if cause.place == STATUS:
        got = SERVER_ERROR.match(first)
        return got is not None and got[1] == str(cause.status)
    if cause.place == BODY:
        return first.startswith(UNREADABLE) or _is_failed_look_up(first)
    return cause.rule in ("required", "type") and _is_failed_look_up(first) and _names(cause, first)


def _failures(message: str) -> list[str]:
    if not message.startswith(SEVERAL):
        return [message]
    failures = ANOTHER.split(message.removeprefix(SEVERAL))
    return [re.sub(r"^\s*\d+\) ", "", failure) for failure in failures if failure.strip()]


def _is_failed_look_up(message: str) -> bool:
    """Return whether something was not found; the body of a response that is quoted after another status does not count."""
    return not message.startswith("Expected status ") and LOOKUP_FAILED.search(message) is not None


def _is_about_header(name: str, message: str) -> bool:
    """Return whether a failure expects something of this header, or has no other finding than one about it."""
    findings = FINDING.findall(message)
    if findings:
        return all(finding.startswith(f"{HEADER}{name} ") for finding in findings)
    return re.match(rf"Expected (no )?header {re.escape(name)}\b", message, re.IGNORECASE) is not None


def _names(cause: Cause, message: str) -> bool:
    """Return whether the message mentions the member; a value of another type may fail without its name."""
    member = re.split(r"[.\[]", cause.place.removesuffix("[]"))[-1].strip("]`")
    return cause.rule == "type" or re.search(rf"\b{re.escape(member)}\b", message) is not None
