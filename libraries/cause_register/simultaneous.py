"""What a failure says of responses to requests that were sent at the same moment."""

from cause_register.forms import StatusCount, WrongStatuses


def unexpected_statuses(failure: str) -> str:
    """Return the statuses that none of the responses should have had; an empty text if a failure is about anything else.

    How often each of them occurs depends on the moment.

    Example:
        >>> unexpected_statuses("Expected the statuses 200 (9 times).\\nGot 200 (3 times), 429 (4 times), 503 (2 times)")
        '429 or 503'
        >>> unexpected_statuses("Expected the statuses 200 (1 times), 404 (2 times).\\nGot 200 (2 times), 404 (1 times)")
        ''
    """
    said = WrongStatuses.read(failure)
    if said is None:
        return ""
    expected = _statuses(said.expected)
    return " or ".join(status for status in _statuses(said.got) if status not in expected)


def _statuses(counts: str) -> list[str]:
    return [count.status for count in map(StatusCount.read, counts.split(", ")) if count]
