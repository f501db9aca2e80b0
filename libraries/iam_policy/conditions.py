"""Whether a request meets the conditions of a statement.

Source: IAM User Guide, "IAM JSON policy elements: Condition operators" and "Set operators for multivalued context keys".
"""

import operator
from base64 import b64decode
from binascii import Error as NoBase64Error
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Any

from iam_policy.evaluation import matches_pattern, values_of
from iam_policy.variables import ContextValues, as_pattern, as_text

Conditions = Mapping[str, Mapping[str, Any]]
"""The element `Condition`: what a policy wants of a key, by the operator that compares it."""

Comparison = Callable[[str, str], bool]
"""Compares a value of a policy with one of a request."""

Reading = Callable[[str, ContextValues], str | None]
"""Returns what a value of a policy is for a request; None if it has a variable for which the request has no value."""

FOR_ALL, FOR_ANY = "ForAllValues:", "ForAnyValue:"
IF_EXISTS = "IfExists"
_NULL = "Null"
_PARTS_OF_ARN = 6


class UnknownOperatorError(ValueError):
    """There is no condition operator of that name."""


def are_met(conditions: Conditions, values_in_request: ContextValues) -> bool:
    """Tell whether a request meets all conditions of a statement.

    Args:
        conditions: The element `Condition` of the statement.
        values_in_request: What the request has for a condition key.

    Raises:
        UnknownOperatorError: There is no such condition operator.

    Example:
        >>> are_met({"StringLike": {"s3:prefix": "home/*"}}, lambda key: ["home/ada"] if key == "s3:prefix" else [])
        True
    """
    return all(
        condition_operator(name).is_met(list(map(_text, values_of(wanted))), key, values_in_request)
        for name, keys in conditions.items()
        for key, wanted in keys.items()
    )


@dataclass(frozen=True, slots=True)
class ConditionOperator:
    """A condition operator.

    Attributes:
        compare: Compares one value of the policy with one of the request.
        read: Reads a value of the policy.
        is_negated: Whether none of the policy's values may be equal, as with `StringNotEquals`.
        quantifier: `ForAllValues:`, `ForAnyValue:`, or nothing for a key that has one value.
        without_key: Whether a request meets it that does not have the key.
    """

    compare: Comparison
    read: Reading
    is_negated: bool
    quantifier: str
    without_key: bool

    def is_met(self, wanted: Sequence[str], key: str, values_in_request: ContextValues) -> bool:
        """Tell whether the values of a request meet what a policy wants of a key."""
        given = values_in_request(key)
        if not given:
            return self.without_key
        known = [text for one in wanted if (text := self.read(one, values_in_request)) is not None]
        met = (self._is_met_by(one, known) for one in given)
        return any(met) if self.quantifier == FOR_ANY else all(met)

    def _is_met_by(self, value: str, wanted: Sequence[str]) -> bool:
        return any(self.compare(one, value) for one in wanted) is not self.is_negated


class _Absence:
    """The operator `Null`: whether a request does not have a key."""

    def is_met(self, wanted: Sequence[str], key: str, values_in_request: ContextValues) -> bool:
        """Tell whether the key is absent, if the policy wants that, or is there."""
        return str(not values_in_request(key)).lower() in [one.lower() for one in wanted]


@lru_cache(maxsize=200)
def condition_operator(name: str) -> "ConditionOperator | _Absence":
    """Return the condition operator of a name such as `ForAnyValue:StringNotLikeIfExists`.

    Raises:
        UnknownOperatorError: There is none.
    """
    if name == _NULL:
        return _Absence()
    quantifier = next((one for one in (FOR_ALL, FOR_ANY) if name.startswith(one)), "")
    plain = name.removeprefix(quantifier).removesuffix(IF_EXISTS)
    compared = _OPPOSITES.get(plain, plain)
    if compared not in _COMPARISONS:
        raise UnknownOperatorError(name)
    is_negated = plain in _OPPOSITES
    without_key = name.endswith(IF_EXISTS) or quantifier == FOR_ALL or (is_negated and quantifier != FOR_ANY)
    read = _READINGS.get(compared, _read_literally)
    return ConditionOperator(_COMPARISONS[compared], read, is_negated, quantifier, without_key)


def _read_literally(text: str, _values_in_request: ContextValues) -> str:
    """Read a value of an operator whose values have no variables."""
    return text


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of(read: Callable[[str], Any], compare: Callable[[Any, Any], bool]) -> Comparison:
    """Return the comparison of what two texts stand for; a text that stands for nothing is not equal to anything."""

    def compare_texts(wanted: str, given: str) -> bool:
        try:
            return compare(read(given), read(wanted))
        except (ValueError, OverflowError):
            return False

    return compare_texts


def _date(text: str) -> datetime:
    if text.lstrip("-").replace(".", "", 1).isdigit():
        return datetime.fromtimestamp(float(text), UTC)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except NoBase64Error as error:
        raise ValueError(text) from error


def _matches_arn(pattern: str, arn: str) -> bool:
    """Tell whether each part of an ARN matches that part of a pattern."""
    wanted, given = pattern.split(":", _PARTS_OF_ARN - 1), arn.split(":", _PARTS_OF_ARN - 1)
    return len(wanted) == len(given) == _PARTS_OF_ARN and all(map(matches_pattern, wanted, given))


def _is_in_network(network: str, address: str) -> bool:
    try:
        return ip_address(address) in ip_network(network, strict=False)
    except ValueError:
        return False


_ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
}
_COMPARISONS: Mapping[str, Comparison] = {
    "StringEquals": operator.eq,
    "StringEqualsIgnoreCase": lambda wanted, given: wanted.casefold() == given.casefold(),
    "StringLike": matches_pattern,
    **{f"Numeric{order}": _of(float, compare) for order, compare in _ORDERS.items()},
    **{f"Date{order}": _of(_date, compare) for order, compare in _ORDERS.items()},
    "Bool": lambda wanted, given: wanted.lower() == given.lower(),
    "BinaryEquals": _of(_bytes, operator.eq),
    "IpAddress": _is_in_network,
    "ArnEquals": _matches_arn,
    "ArnLike": _matches_arn,
}
_READINGS: Mapping[str, Reading] = {
    **dict.fromkeys(("StringEquals", "StringEqualsIgnoreCase"), as_text),
    **dict.fromkeys(("StringLike", "ArnEquals", "ArnLike"), as_pattern),
}
_OPPOSITES: Mapping[str, str] = {
    "StringNotEquals": "StringEquals",
    "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
    "StringNotLike": "StringLike",
    "NumericNotEquals": "NumericEquals",
    "DateNotEquals": "DateEquals",
    "NotIpAddress": "IpAddress",
    "ArnNotEquals": "ArnEquals",
    "ArnNotLike": "ArnLike",
}
"""What holds if another operator does not."""
