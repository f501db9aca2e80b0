"""Reading untrusted rule data (JSON, YAML, keyword arguments) into dataclasses, with errors that people can act on."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, Field, field, fields
from difflib import get_close_matches
from typing import Any, TypeVar

T = TypeVar("T")
Reader = Callable[[Any], Any]

_DURATION = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>ms|milliseconds?|s|sec|seconds?|m|min|minutes?|h|hours?)?"
)
_SECONDS = {"ms": 0.001, "mi": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_TRUE, _FALSE = {"true", "yes", "on", "1"}, {"false", "no", "off", "0"}


class RuleError(ValueError):
    """A rule that cannot be, in words for whoever wrote it."""


def option(read: Reader, default: Any = MISSING) -> Any:
    """A dataclass field that is read from rule data by `read`; required if it has no default."""
    return field(default=default, metadata={"read": read})


def option_names(cls: type[Any]) -> list[str]:
    """The fields of a dataclass that rule data may state."""
    return [each.name for each in _options(cls)]


def read_options(cls: type[T], data: Mapping[str, Any], subject: str) -> T:
    """Make a dataclass from those of its options that the data state.

    Args:
        cls: A dataclass whose fields are made by `option`.
        data: Names and values; names that are not options of `cls` are left alone.
        subject: What is being read, for the error: `rule 'slow model'`.

    Raises:
        RuleError: A required option is missing, or a value is not of its kind.
    """
    values: dict[str, Any] = {}
    for each in _options(cls):
        if data.get(each.name) is not None:
            values[each.name] = _read(each, data[each.name], subject)
        elif each.default is MISSING:
            raise RuleError(f"{subject}: {each.name} is missing.")
    return cls(**values)


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A hint at the nearest known names, empty where nothing is near."""
    by_folded = {name.casefold(): name for name in known}
    near = get_close_matches(wrong.casefold(), by_folded, n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(by_folded[name] for name in near)}?" if near else ""


def text(value: Any) -> str:
    """A non-empty string."""
    if not isinstance(value, str | int | float) or value == "":
        raise ValueError("a text")
    return str(value)


def names(value: Any) -> tuple[str, ...]:
    """One name or several; a string may hold several separated by commas."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",")]
    if not isinstance(value, list | tuple) or not value:
        raise ValueError("a name or a list of names")
    return tuple(text(each) for each in value)


def numbers(value: Any) -> tuple[int, ...]:
    """One whole number from 1 or several."""
    many = value.split(",") if isinstance(value, str) else value
    return tuple(whole(1)(each) for each in (many if isinstance(many, list | tuple) else [many]))


def whole(least: int, most: int | None = None) -> Reader:
    """A whole number in a range."""
    allowed = f"a whole number from {least}" + (f" to {most}" if most is not None else "")

    def read(value: Any) -> int:
        try:
            number = int(value) if isinstance(value, str) else value
        except ValueError:
            number = None
        if isinstance(number, bool) or not isinstance(number, int) or number < least:
            raise ValueError(allowed)
        if most is not None and number > most:
            raise ValueError(allowed)
        return number

    return read


def fraction(value: Any) -> float:
    """A number from 0 to 1."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError("a number from 0 to 1") from None
    if isinstance(value, bool) or not 0 <= number <= 1:
        raise ValueError("a number from 0 to 1")
    return number


def seconds(value: Any) -> float:
    """A duration: a number of seconds, or a text such as `30s`, `250 ms`, `2 minutes`."""
    allowed = "a duration such as 30, 30s or 250 ms"
    if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0:
        return float(value)
    parts = _DURATION.fullmatch(value.strip().lower()) if isinstance(value, str) else None
    if parts is None:
        raise ValueError(allowed)
    unit = parts["unit"] or "s"
    scale = _SECONDS["ms" if unit == "ms" or unit.startswith("milli") else unit[0]]
    return float(parts["number"]) * scale


def truth(value: Any) -> bool:
    """True or false."""
    folded = str(value).casefold()
    if folded not in _TRUE | _FALSE:
        raise ValueError("true or false")
    return folded in _TRUE


def one_of(*choices: str) -> Reader:
    """One of a few words."""

    def read(value: Any) -> str:
        folded = str(value).lower().replace(" ", "_").replace("-", "_")
        if folded not in choices:
            raise ValueError(" or ".join(choices))
        return folded

    return read


def mapping(value: Any) -> Mapping[str, Any]:
    """A mapping of names to values."""
    if not isinstance(value, Mapping):
        raise ValueError("a mapping of names to values")  # noqa: TRY004 — readers refuse with ValueError
    return dict(value)


def _options(cls: type[Any]) -> list[Field[Any]]:
    return [each for each in fields(cls) if "read" in each.metadata]


def _read(each: Field[Any], value: Any, subject: str) -> Any:
    try:
        return each.metadata["read"](value)
    except ValueError as error:
        raise RuleError(f"{subject}: {each.name} is {value!r}; allowed is {error}.") from None
