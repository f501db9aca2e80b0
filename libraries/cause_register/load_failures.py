"""What a failure says of requests that were sent as load."""

import re

from cause_register.forms import EXPECTED, FailedRequests

_CONDITION = re.compile(rf"(?:\A|(?<=\. )){EXPECTED}(?P<condition>.+?)(?=\. {EXPECTED}|\.?\Z)")
_SUBJECT = re.compile(rf"\A(?P<operation>[A-Z]+ /[\w/{{}}.-]*)[^:\n]*: (?P<said>{EXPECTED}[^\n]+)")
_ERRORS = re.compile(FailedRequests.pattern())


def failed_load(failure: str) -> str:
    """Return which operation refuses load, and how, if each condition fails for such requests alone; else an empty text.

    How many of the requests fail depends on the moment.

    Example:
        >>> failed_load("POST /api/query at 8/s: Expected error_rate==0, got error_rate of 0.0625: HTTP 503 (1x).")
        'POST /api/query: requests of a load fail with 503'
    """
    said = _SUBJECT.match(failure)
    if said is None:
        return ""
    conditions = [condition["condition"] for condition in _CONDITION.finditer(said["said"])]
    errors = [statuses_of_errors(condition) for condition in conditions]
    if not all(errors) or any(each != errors[0] for each in errors):
        return ""
    return f"{said['operation']}: requests of a load fail with {' or '.join(errors[0])}"


def statuses_of_errors(said: str) -> list[str]:
    """Return the statuses with which requests have failed, in order.

    Example:
        >>> statuses_of_errors("error_rate==0, got error_rate of 0.5: HTTP 503 (1x), HTTP 429 (5x)")
        ['429', '503']
    """
    return sorted(found["status"] for found in _ERRORS.finditer(said))
