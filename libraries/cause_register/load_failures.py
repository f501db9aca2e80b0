"""What a failure says of requests that were sent as load."""

import re

_CONDITION = re.compile(r"(?:\A|(?<=\. ))Expected (?P<condition>.+?)(?=\. Expected |\.?\Z)")
_SUBJECT = re.compile(r"\A(?P<operation>[A-Z]+ /[\w/{}.-]*)[^:\n]*: (?P<said>Expected [^\n]+)")
_ERRORS = re.compile(r"HTTP (?P<status>\d{3}) \(\d+x\)")


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
    errors = [sorted(_ERRORS.findall(condition)) for condition in conditions]
    if not all(errors) or any(each != errors[0] for each in errors):
        return ""
    return f"{said['operation']}: requests of a load fail with {' or '.join(errors[0])}"
