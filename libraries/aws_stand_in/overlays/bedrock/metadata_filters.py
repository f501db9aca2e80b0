"""Metadata filters of Retrieve: which chunks may be found at all.

All operators of Bedrock's RetrievalFilter are imitated. A chunk without the attribute passes only `notEquals` and
`notIn`. Numbers compare as numbers and strings as strings; values of different types are never equal. A group has two to five
members, which may be groups of filters themselves.

Source: Amazon Bedrock User Guide, "Configure and customize queries and response generation", metadata and filtering.
"""

from collections.abc import Callable, Mapping
from typing import Any

from aws_stand_in.aws_response import AwsError

Metadata = Mapping[str, Any]
Predicate = Callable[[Metadata], bool]

_FEWEST_IN_GROUP = 2
_MOST_IN_GROUP = 5
_DEEPEST_GROUP = 2
_GROUPS = ("andAll", "orAll")


def predicate(retrieval_filter: Mapping[str, Any] | None) -> Predicate:
    """Turn a RetrievalFilter into a function of a chunk's metadata.

    Raises:
        AwsError: ValidationException for a filter that Bedrock would refuse.

    Example:
        >>> predicate({"equals": {"key": "owner", "value": "ada"}})({"owner": "ada"})
        True
    """
    if retrieval_filter is None:
        return lambda _metadata: True
    return _predicate(retrieval_filter, 1)


def _predicate(retrieval_filter: Mapping[str, Any], depth: int) -> Predicate:
    if len(retrieval_filter) != 1:
        raise _invalid("exactly one operator is needed")
    ((operator, operand),) = retrieval_filter.items()
    if operator in _GROUPS:
        return _group(operator, operand, depth)
    return _comparison(operator, operand["key"], operand["value"])


def _group(operator: str, members: list[Mapping[str, Any]], depth: int) -> Predicate:
    if depth > _DEEPEST_GROUP:
        raise _invalid(f"{operator} can't be nested more than once")
    if len(members) < _FEWEST_IN_GROUP:
        raise _invalid(f"{operator} needs at least {_FEWEST_IN_GROUP} filters")
    if len(members) > _MOST_IN_GROUP:
        raise _invalid(f"{operator} can have at most {_MOST_IN_GROUP} filters")
    predicates = [_predicate(member, depth + 1) for member in members]
    combine = all if operator == "andAll" else any
    return lambda metadata: combine(one(metadata) for one in predicates)


def _comparison(operator: str, key: str, wanted: Any) -> Predicate:
    _check_operand(operator, wanted)
    compare = _COMPARISONS[operator]
    if operator in ("notEquals", "notIn"):
        return lambda metadata: key not in metadata or compare(metadata[key], wanted)
    return lambda metadata: key in metadata and compare(metadata[key], wanted)


def _check_operand(operator: str, wanted: Any) -> None:
    if operator in ("in", "notIn") and not isinstance(wanted, list):
        raise _invalid(f"{operator} needs a list")
    if operator in _ORDERED and not _is_number(wanted):
        raise _invalid(f"{operator} needs a number")
    if operator in ("startsWith", "stringContains", "listContains") and not isinstance(wanted, str):
        raise _invalid(f"{operator} needs a string")


def _invalid(reason: str) -> AwsError:
    return AwsError("ValidationException", f"The retrieval filter is invalid: {reason}.", status=400)


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _same(left: Any, right: Any) -> bool:
    if _is_number(left) and _is_number(right):
        return bool(left == right)
    return type(left) is type(right) and bool(left == right)


_ORDERED: Mapping[str, Callable[[float, float], bool]] = {
    "greaterThan": lambda left, right: left > right,
    "greaterThanOrEquals": lambda left, right: left >= right,
    "lessThan": lambda left, right: left < right,
    "lessThanOrEquals": lambda left, right: left <= right,
}


def _ordered(compare: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    return lambda left, right: _is_number(left) and compare(left, right)


def _contains(held: Any, wanted: str) -> bool:
    return any(
        wanted in item for item in (held if isinstance(held, list) else [held]) if isinstance(item, str)
    )


_COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "equals": _same,
    "notEquals": lambda left, right: not _same(left, right),
    "in": lambda left, right: any(_same(left, one) for one in right),
    "notIn": lambda left, right: not any(_same(left, one) for one in right),
    "startsWith": lambda left, right: isinstance(left, str) and left.startswith(right),
    "stringContains": _contains,
    "listContains": lambda left, right: isinstance(left, list) and right in left,
    **{operator: _ordered(compare) for operator, compare in _ORDERED.items()},
}
