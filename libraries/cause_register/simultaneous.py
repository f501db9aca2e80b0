"""What a failure says of responses to requests that were sent at the same moment."""

import re

_STATUSES = re.compile(r"\AExpected the statuses (?P<expected>[^\n]+)\.\nGot (?P<got>\d[^\n]*)")
_STATUS = re.compile(r"(\d{3}) \(\d+ times\)")


def unexpected_statuses(failure: str) -> str:
    """Return the statuses that none of the responses should have had; an empty text if a failure is about anything else.

    How often each of them occurs depends on the moment.

    Example:
        >>> unexpected_statuses("Expected the statuses 200 (9 times).\\nGot 200 (3 times), 429 (4 times), 503 (2 times)")
        '429 or 503'
        >>> unexpected_statuses("Expected the statuses 200 (1 times), 404 (2 times).\\nGot 200 (2 times), 404 (1 times)")
        ''
    """
    said = _STATUSES.match(failure)
    if said is None:
        return ""
    expected, got = (_STATUS.findall(said[part]) for part in ("expected", "got"))
    return " or ".join(status for status in got if status not in expected)
