"""Whether a deviation from the contract explains that a test failed."""

import re

from cause_register.cause import Cause, CauseKind

LOOKUP_FAILED = re.compile(
    r"\b(AttributeError|IndexError|KeyError|TypeError|ValueError)\b|has no (key|attribute)|\bmissing\b"
)
HEADER = "header "
"""How the place of a deviation begins that concerns a header."""
UNREADABLE = "Expected a JSON body."
BODY = "body"
"""The place of a deviation that concerns the whole body."""


def explains(cause: Cause, message: str) -> bool:
    """Return whether a test failed because of a deviation that it met: it looked for what the response did not have.

    Args:
        cause: What the test met.
        message: The test's failure message.

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
    if cause.place.startswith(HEADER):
        return _is_about_header(cause.place.removeprefix(HEADER), first)
    if cause.place == BODY:
        return first.startswith(UNREADABLE) or LOOKUP_FAILED.search(first) is not None
    return (
        cause.rule in ("required", "type")
        and LOOKUP_FAILED.search(first) is not None
        and _names(cause, first)
    )


def _is_about_header(name: str, message: str) -> bool:
    return re.match(rf"Expected (no )?header {re.escape(name)}\b", message, re.IGNORECASE) is not None


def _names(cause: Cause, message: str) -> bool:
    """Return whether the message mentions the member; a value of another type may fail without its name."""
    member = re.split(r"[.\[]", cause.place.removesuffix("[]"))[-1].strip("]`")
    return cause.rule == "type" or re.search(rf"\b{re.escape(member)}\b", message) is not None
