"""JSON as RFC 8259 defines it, where Python's own parser is more generous."""

import json
from typing import Any


def parse_json(text: str) -> Any:
    """Parse JSON without `NaN` and `Infinity`, and without two members of the same name in an object.

    Raises:
        ValueError: The string is not such JSON.
        RecursionError: It is nested too deeply.

    Example:
        >>> parse_json('{"limit": 1, "limit": 2}')
        Traceback (most recent call last):
        ValueError: member 'limit' occurs twice
    """
    return json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_unique_members)


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON value")


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"member {doubled!r} occurs twice")
    return members
