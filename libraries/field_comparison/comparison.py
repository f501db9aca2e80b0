"""Values as APIs and AWS hold them, compared with values as testers write them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fnmatch import fnmatchcase
from math import isclose
from typing import Any

from field_comparison.suggestions import did_you_mean

MISSING = "(missing)"
NEARLY = 0.9
TOLERANCE = 1e-9
ROUNDING = 1e-15
"""By what part of itself a sum of a few numbers may be off because binary fractions are rounded."""
Number = int | float | Decimal


def equals(held: Any, wanted: Any) -> bool:
    """Compare a value with what a tester wrote.

    Text that was written stands for a value of any JSON type (`3` fits 3 and 3.0, `true` fits True), and may be a pattern
    with `*`. Numbers with a fraction may differ by a billionth.
    """
    if isinstance(wanted, str):
        if isinstance(held, str):
            return held == wanted or ("*" in wanted and fnmatchcase(held, wanted))
        if as_text(held) == wanted:
            return True
        wanted = parsed(wanted)
    if isinstance(held, bool) or isinstance(wanted, bool):
        return held is wanted
    if isinstance(held, Number) and isinstance(wanted, Number):
        return is_same_number(held, wanted)
    return bool(held == wanted)


def is_same_number(first: Number, second: Number) -> bool:
    """Return whether two numbers are the same; those with a fraction may differ by a billionth, or by what rounding costs.

    `0.1 + 0.2` is the same as `0.3`, although binary fractions do not add up to it.
    """
    if isinstance(first, float) or isinstance(second, float):
        return isclose(first, second, rel_tol=ROUNDING, abs_tol=TOLERANCE)
    return abs(Decimal(first) - Decimal(second)) <= TOLERANCE


def as_text(value: Any) -> str:
    """Write a value as JSON would, text without quotes, whole decimals without a point."""
    if isinstance(value, str):
        return value
    return json.dumps(value, default=_plain, ensure_ascii=False)


def field(content: Any, path: str) -> Any:
    """Return a field by its path, `exception.type` or `items.0` or `items.-1`; MISSING if there is none.

    A name that itself has dots is found first.
    """
    if isinstance(content, Mapping) and path in content:
        return content[path]
    head, _, rest = path.partition(".")
    if isinstance(content, Mapping) and head in content:
        return field(content[head], rest) if rest else content[head]
    if isinstance(content, list) and _is_index(head, content):
        return field(content[int(head)], rest) if rest else content[int(head)]
    return MISSING


def differences(content: Any, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that are not as wanted, with what they are."""
    held = {path: field(content, path) for path in wanted}
    return {
        path: held[path] for path in wanted if held[path] is MISSING or not equals(held[path], wanted[path])
    }


def complaints(content: Any, wanted: Mapping[str, Any]) -> list[str]:
    """Say of each field that is not as wanted what it is; of a field that does not exist, which may have been meant."""
    return [
        f"{path} is {json.dumps(held, default=_plain, ensure_ascii=False)}"
        if held is not MISSING
        else f"there is no field {path}.{did_you_mean(path, paths(content))}"
        for path, held in differences(content, wanted).items()
    ]


def misspelt(names: Iterable[str], contents: Sequence[Any]) -> str | None:
    """Return a hint at the field that was meant by a name that no content has and that is nearly the name of one.

    A condition on such a name would hold for nothing, and so would seem to hold for everything where nothing is expected.
    """
    known = sorted({path for content in contents for path in paths(content)})
    for name in names:
        if all(field(content, name) is MISSING for content in contents) and (
            hint := did_you_mean(name, known, likeness=NEARLY)
        ):
            return f"{name}.{hint}"
    return None


def paths(content: Any, prefix: str = "") -> list[str]:
    """Return the path of every field, those of objects inside objects included."""
    if not isinstance(content, Mapping):
        return []
    return [
        path
        for name, value in content.items()
        for path in (f"{prefix}{name}", *paths(value, f"{prefix}{name}."))
    ]


def as_condition(wanted: Mapping[str, Any]) -> str:
    """Write conditions for people: `user_id=u1, daily_count=2`."""
    return ", ".join(f"{name}={as_text(value)}" for name, value in wanted.items())


def parsed(text: str) -> Any:
    """Return the JSON value of a text, or the text itself if it is none, or is nested too deeply to be read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def _is_index(text: str, items: list[Any]) -> bool:
    return text.removeprefix("-").isdigit() and -len(items) <= int(text) < len(items)


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value, key=str)
    return str(value)
