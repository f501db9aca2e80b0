"""What a failure says of a list as a whole, whichever variable has it: too many entries, too few, or another order."""

import ast
import re
from collections import Counter
from typing import Any

from cause_register.forms import AnotherLength, AnotherValue, findings_in
from cause_register.members import SOMETHING, TOO_LARGE, without_variable, wrong_number

_TOO_MANY, _TOO_FEW = "has too many entries", "has too few entries"
_WRITTEN = re.compile(r"\[.*\]")
_EMPTY = "empty"
THE_LIST = "the list"
_COUNT = re.compile(r"count is \d+")
"""The finding that a response says wrongly how many entries its list has."""


def wrong_list(failure: str, operation: str) -> str:
    """Return how a list is wrong; an empty text if its entries are others, and if a failure is about anything else.

    What a test makes of a list has as many entries, whatever its name, and so has the member that an operation is named after.

    Example:
        >>> wrong_list("Expected names to be ['a'].\\nGot ['a', 'b']\\nFrom: GET http://a/b", "GET /b")
        'the list has too many entries'
        >>> wrong_list("Expected answer.sources to be ['a', 'b'].\\nGot ['b', 'a']", "POST /query")
        'sources is in another order'
        >>> wrong_list("Expected names to be ['a'].\\nGot ['b']", "GET /b")
        ''
    """
    number = wrong_number(failure) if any(map(_COUNT.fullmatch, findings_in(failure))) else None
    if number is not None:
        return f"{THE_LIST} {_TOO_MANY if number.deviation in (TOO_LARGE, SOMETHING) else _TOO_FEW}"
    difference = _difference(failure)
    return f"{_name(failure, operation)} {difference}" if difference else ""


def is_too_long(failure: str) -> bool:
    """Return whether a failure says that a list has entries that it should not have.

    Example:
        >>> is_too_long("Expected manuals to have the length 1.\\nGot the length 2: […]")
        True
    """
    return wrong_list(failure, "").endswith(_TOO_MANY)


def _difference(failure: str) -> str:
    if length := AnotherLength.read(failure):
        return _TOO_MANY if length.got > length.wanted else _TOO_FEW
    value = _another_list(failure)
    wanted, got = (_entries(value.wanted), _entries(value.got)) if value else (None, None)
    if wanted is None or got is None:
        return ""
    missing, surplus = wanted - got, got - wanted
    if missing and surplus:
        return ""
    return _TOO_MANY if surplus else _TOO_FEW if missing else "is in another order"


def _name(failure: str, operation: str) -> str:
    said = _another_list(failure) or AnotherLength.read(failure)
    path = said.path if said else ""
    member = without_variable(path)
    return THE_LIST if member == path or operation.endswith(f"/{member}") else member


def _another_list(failure: str) -> AnotherValue | None:
    value = AnotherValue.read(failure)
    is_list = value and (value.wanted == _EMPTY or _WRITTEN.fullmatch(value.wanted))
    return value if is_list and value and _WRITTEN.fullmatch(value.got) else None


def _entries(written: str) -> Counter[str] | None:
    """Return how often each entry of a list occurs; None if the list is cut, or is not written in literals."""
    if written == _EMPTY:
        return Counter()
    try:
        entries: list[Any] = ast.literal_eval(written)
    except (ValueError, SyntaxError):
        return None
    return Counter(map(repr, entries))
