"""Is this what should be there? Values from AWS compared with values as testers write them."""

import json
from collections.abc import Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Any

MISSING = "(missing)"


def equals(held: Any, wanted: Any) -> bool:
    """Compare a value with what a tester wrote.

    A text that was written fits a number or boolean of the same text (`3` fits 3, `true` fits True), and may be a
    pattern with `*`.
    """
    if isinstance(wanted, str) and not isinstance(held, str):
        return as_text(held) == wanted
    if isinstance(wanted, str) and isinstance(held, str):
        return held == wanted or ("*" in wanted and fnmatchcase(held, wanted))
    return bool(held == wanted)


def as_text(value: Any) -> str:
    """Write a value as JSON would, texts without quotes, whole decimals without point."""
    if isinstance(value, str):
        return value
    return json.dumps(value, default=_plain, ensure_ascii=False)


def field(content: Any, path: str) -> Any:
    """Return a field by its path: `exception.type`, `items.0`; MISSING if there is none.

    A name that itself has dots is found first.
    """
    if isinstance(content, Mapping) and path in content:
        return content[path]
    head, _, rest = path.partition(".")
    if isinstance(content, Mapping) and head in content:
        return field(content[head], rest) if rest else content[head]
    if isinstance(content, list) and head.isdigit() and int(head) < len(content):
        return field(content[int(head)], rest) if rest else content[int(head)]
    return MISSING


def differences(content: Any, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are not as wanted, with what they are."""
    held = {path: field(content, path) for path in wanted}
    return {path: held[path] for path in wanted if not equals(held[path], wanted[path])}


def as_condition(wanted: Mapping[str, Any]) -> str:
    """Write conditions for people: `user_id=u1, daily_count=2`."""
    return ", ".join(f"{name}={as_text(value)}" for name, value in wanted.items())


def parsed(text: str) -> Any:
    """Return the JSON value of a text, or the text itself if it is none."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    return str(value)
