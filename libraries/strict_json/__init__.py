"""JSON as RFC 8259 defines it, where Python's own parser and writer are more generous."""

import json
import re
from typing import Any

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


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


def well_formed(text: str) -> str:
    """Return a text that every UTF-8 file can hold: each lone surrogate is replaced by the six characters of its escape.

    JSON can escape half a character (RFC 8259, section 8.2), which no file and no terminal can show.

    Example:
        >>> well_formed(json.loads('"voltage \\\\ud83d"'))
        'voltage \\\\ud83d'
    """
    return text if text.isascii() else _LONE_SURROGATE.sub(_escape, text)


def well_formed_json(value: Any, indent: int | None = None) -> str:
    """Return a value as JSON whose texts are well-formed, with all other characters as they are.

    Example:
        >>> json.loads(well_formed_json({"got": "Ü \\ud83d"}))
        {'got': 'Ü \\\\ud83d'}
    """
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return text if text.isascii() else _LONE_SURROGATE.sub(lambda found: f"\\{_escape(found)}", text)


def _escape(surrogate: re.Match[str]) -> str:
    return f"\\u{ord(surrogate[0]):04x}"


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not a JSON value")


def _unique_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        doubled = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"member {doubled!r} occurs twice")
    return members
