"""The intrinsic functions that depend only on their argument.

Source: "Intrinsic function reference" of the AWS CloudFormation user guide. Each takes its evaluated argument and raises
`TemplateError` without a place, which the caller adds.
"""

import base64
import ipaddress
import json
from collections.abc import Callable
from itertools import islice
from typing import Any

from application_template.errors import TemplateError
from application_template.scalars import as_text

ZONES = "abc"
ADDRESS_BITS = {4: 32, 6: 128}


def join(argument: Any) -> str:
    """Return the values with a delimiter between them: `[delimiter, values]`."""
    delimiter, values = _pair(argument, "a delimiter and a list")
    return _string(delimiter).join(as_text(_scalar(value)) for value in _list(values))


def split(argument: Any) -> list[str]:
    """Return the parts of a string between delimiters: `[delimiter, string]`."""
    delimiter, text = _pair(argument, "a delimiter and a string")
    if not _string(delimiter):
        raise TemplateError("needs a delimiter that is not empty")
    return _string(text).split(delimiter)


def select(argument: Any) -> Any:
    """Return the value at an index: `[index, values]`."""
    index, values = _pair(argument, "an index and a list")
    position = _integer(index)
    items = _list(values)
    if not 0 <= position < len(items):
        raise TemplateError(f"has no item {position} in a list of {len(items)}")
    return items[position]


def encode_base64(argument: Any) -> str:
    """Return a string in base64."""
    return base64.b64encode(as_text(_scalar(argument)).encode()).decode()


def cidr(argument: Any) -> list[str]:
    """Return address blocks: `[block, count, bits]`, of which the bits are those of a host, 8 by default as in a /24."""
    block, count, *bits = _list(argument)
    try:
        network = ipaddress.ip_network(_string(block), strict=False)
        prefix = ADDRESS_BITS[network.version] - (_integer(bits[0]) if bits else 8)
        blocks = [str(part) for part in islice(network.subnets(new_prefix=prefix), _integer(count))]
    except ValueError as error:
        raise TemplateError(str(error)) from None
    if len(blocks) < _integer(count):
        raise TemplateError(f"{block} has only {len(blocks)} blocks of that size, not {count}")
    return blocks


def availability_zones(region: str) -> list[str]:
    """Return three availability zones of a region."""
    return [f"{region}{zone}" for zone in ZONES]


def length(argument: Any) -> int:
    """Return how many values there are in a list."""
    return len(_list(argument))


def to_json_string(argument: Any) -> str:
    """Return a value as JSON."""
    return json.dumps(argument, separators=(",", ":"))


def equals(argument: Any) -> bool:
    """Return whether two values are the same."""
    one, other = _pair(argument, "two values")
    return bool(_comparable(one) == _comparable(other))


def every(argument: Any) -> bool:
    """Return whether all conditions hold."""
    return all(_conditions(argument))


def some(argument: Any) -> bool:
    """Return whether one of the conditions holds."""
    return any(_conditions(argument))


def negation(argument: Any) -> bool:
    """Return whether a condition does not hold: `[condition]`."""
    conditions = _conditions(argument)
    if len(conditions) != 1:
        raise TemplateError(f"needs one condition, got {len(conditions)}")
    return not conditions[0]


PLAIN_FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "Fn::And": every,
    "Fn::Base64": encode_base64,
    "Fn::Cidr": cidr,
    "Fn::Equals": equals,
    "Fn::Join": join,
    "Fn::Length": length,
    "Fn::Not": negation,
    "Fn::Or": some,
    "Fn::Select": select,
    "Fn::Split": split,
    "Fn::ToJsonString": to_json_string,
}


def _pair(argument: Any, needed: str) -> tuple[Any, Any]:
    if not isinstance(argument, list) or len(argument) != 2:  # noqa: PLR2004
        raise TemplateError(f"needs {needed}, got {argument!r}")
    return argument[0], argument[1]


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TemplateError(f"needs a list, got {value!r}")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise TemplateError(f"needs a string, got {value!r}")
    return value


def _scalar(value: Any) -> Any:
    if isinstance(value, dict | list) or value is None:
        raise TemplateError(f"needs a string, got {value!r}")
    return value


def _integer(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        raise TemplateError(f"needs a whole number, got {value!r}") from None


def _conditions(argument: Any) -> list[bool]:
    conditions = _list(argument)
    if not conditions or not all(isinstance(condition, bool) for condition in conditions):
        raise TemplateError(f"needs conditions, got {argument!r}")
    return conditions


def _comparable(value: Any) -> Any:
    """Return a value as CloudFormation compares it: numbers and Booleans are strings."""
    return value if isinstance(value, dict | list) else as_text(value)
