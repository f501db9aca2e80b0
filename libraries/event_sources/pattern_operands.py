"""What operators of event patterns and filter policies take, and AWS's words for what they do not take.

Source: LocalStack 4.14.0, services/events/event_rule_engine.py and services/sns/filter.py, whose behaviour is validated against
AWS.
"""

import ipaddress
from typing import Any

_LOWER_BOUNDS, _UPPER_BOUNDS = (">", ">="), ("<", "<=")
_COMPARISONS = (*_LOWER_BOUNDS, *_UPPER_BOUNDS, "=")


class InvalidEventPatternError(ValueError):
    """The pattern is none that EventBridge accepts."""


def require_text(operator: str, operand: Any) -> None:
    """Refuse what is not text.

    Raises:
        InvalidEventPatternError: In AWS's words.
    """
    if not isinstance(operand, str):
        raise InvalidEventPatternError(f"{operator} match pattern must be a string")


def require_flag(operand: Any) -> None:
    """Refuse what `exists` does not take.

    Raises:
        InvalidEventPatternError: In AWS's words.
    """
    if not isinstance(operand, bool):
        raise InvalidEventPatternError("exists match pattern must be either true or false.")


def require_network(operand: Any) -> None:
    """Refuse what `cidr` does not take, beginning with the words that it shares with `prefix`.

    Raises:
        InvalidEventPatternError: In AWS's words.
    """
    require_text("prefix", operand)
    address, *bits = operand.split("/")
    if len(bits) != 1:
        raise InvalidEventPatternError("Malformed CIDR, one '/' required")
    if not bits[0].isdecimal():
        raise InvalidEventPatternError("Malformed CIDR, mask bits must be an integer")
    try:
        ipaddress.ip_network(operand, strict=False)
    except ValueError:
        raise InvalidEventPatternError(f"Nonstandard IP address: {address}") from None


def require_comparisons(operand: Any) -> None:
    """Refuse what `numeric` does not take: one comparison, or a lower bound and an upper one.

    Raises:
        InvalidEventPatternError: In AWS's words.
    """
    if not isinstance(operand, list):
        raise InvalidEventPatternError("Value of numeric must be an array.")
    if not operand or not isinstance(operand[0], str):
        raise InvalidEventPatternError(
            f"Invalid member in numeric match: {_show(operand[0]) if operand else ']'}"
        )
    if operand[0] not in _COMPARISONS:
        raise InvalidEventPatternError(f"Unrecognized numeric range operator: {operand[0]}")
    _require_limit(operand[0], operand[1:2])
    if operand[2:]:
        _require_second_bound(operand)


def is_number(value: Any) -> bool:
    """Return whether a value is a number in JSON."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _require_second_bound(operand: list[Any]) -> None:
    if operand[0] not in _LOWER_BOUNDS:
        raise InvalidEventPatternError("Too many elements in numeric expression")
    if not isinstance(operand[2], str):
        raise InvalidEventPatternError(f"Bad value in numeric range: {_show(operand[2])}")
    if operand[2] not in _UPPER_BOUNDS:
        raise InvalidEventPatternError(f"Bad numeric range operator: {operand[2]}")
    _require_limit(operand[2], operand[3:4])
    if operand[3] <= operand[1]:
        raise InvalidEventPatternError("Bottom must be less than top")
    if operand[4:]:
        raise InvalidEventPatternError("Too many terms in numeric range expression")


def _require_limit(comparison: str, limits: list[Any]) -> None:
    if not limits or not is_number(limits[0]):
        shown = "equals" if comparison == "=" else comparison
        raise InvalidEventPatternError(f"Value of {shown} must be numeric")


def _show(value: Any) -> str:
    """Return a value as it stands in a pattern, whose numbers may have been read as floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
