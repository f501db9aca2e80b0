"""Event patterns of EventBridge rules, which are also the filter criteria of event source mappings.

Amazon EventBridge User Guide, "Creating Amazon EventBridge event patterns" and "Comparison operators for use in event patterns".
"""

import ipaddress
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any

from event_sources.pattern_operands import InvalidEventPatternError, is_number
from event_sources.pattern_rules import OR, require_pattern

__all__ = ["EventPattern", "InvalidEventPatternError"]

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ">": operator.gt,
    ">=": operator.ge,
}
_MISSING = object()
_Test = Callable[[Any], bool]


class EventPattern:
    """A pattern that events match or do not match.

    Args:
        pattern: The pattern, such as `{"source": ["orders"], "detail": {"total": [{"numeric": [">", 100]}]}}`.

    Raises:
        InvalidEventPatternError: It is not a pattern.

    Example:
        >>> EventPattern({"detail": {"key": [{"prefix": "in/"}]}}).matches({"detail": {"key": "in/a.txt"}})
        True
    """

    def __init__(self, pattern: Mapping[str, Any]) -> None:
        require_pattern(pattern)
        self._matches = _object(pattern)

    def matches(self, event: Any) -> bool:
        """Return whether an event, as parsed JSON, matches."""
        return self._matches(event)


def _object(pattern: Mapping[str, Any]) -> _Test:
    """Return the test of an object: all of its members must match."""
    alternatives = [_object(one) for one in pattern.get(OR, ())]
    members = {name: _member(expected) for name, expected in pattern.items() if name != OR}

    def test(value: Any) -> bool:
        held = value if isinstance(value, Mapping) else {}
        if not all(matches(held.get(name, _MISSING)) for name, matches in members.items()):
            return False
        return not alternatives or any(matches(held) for matches in alternatives)

    return test


def _member(expected: Any) -> _Test:
    if isinstance(expected, Mapping):
        return _any_element(_object(expected))
    tests = [_condition(one) for one in expected]
    return lambda value: any(test(value) for test in tests)


def _any_element(test: _Test) -> _Test:
    """Return a test that a list passes if one of its elements does."""
    return lambda value: any(map(test, value)) if isinstance(value, list) else test(value)


def _condition(expected: Any) -> _Test:
    if not isinstance(expected, Mapping):
        return _any_element(lambda value: _is_same(expected, value))
    ((name, operand),) = expected.items()
    if name == "exists":
        return lambda value: _is_leaf(value) is operand
    return _any_element(_operator(name, operand))


def _is_leaf(value: Any) -> bool:
    """Return whether a value is there for `exists`, which does not see objects, nor lists without anything else in them."""
    if isinstance(value, list):
        return any(map(_is_leaf, value))
    return value is not _MISSING and not isinstance(value, Mapping)


def _operator(name: str, operand: Any) -> _Test:
    operators: Mapping[str, Callable[[Any], _Test]] = {
        "prefix": _prefix,
        "suffix": _suffix,
        "equals-ignore-case": _equals_ignore_case,
        "wildcard": _wildcard,
        "anything-but": _anything_but,
        "numeric": _numeric,
        "cidr": _cidr,
    }
    return operators[name](operand)


def _is_same(expected: Any, value: Any) -> bool:
    """Compare as text does: 300 and 300.0 are different, and so are 1 and true."""
    return type(expected) is type(value) and bool(expected == value)


def _text(test: Callable[[str], bool]) -> _Test:
    return lambda value: isinstance(value, str) and test(value)


def _prefix(operand: Any) -> _Test:
    if isinstance(operand, Mapping):
        start = operand["equals-ignore-case"].lower()
        return _text(lambda value: value.lower().startswith(start))
    return _text(lambda value: value.startswith(operand))


def _suffix(operand: Any) -> _Test:
    if isinstance(operand, Mapping):
        end = operand["equals-ignore-case"].lower()
        return _text(lambda value: value.lower().endswith(end))
    return _text(lambda value: value.endswith(operand))


def _equals_ignore_case(operand: str) -> _Test:
    wanted = operand.lower()
    return _text(lambda value: value.lower() == wanted)


def _wildcard(operand: str) -> _Test:
    r"""Return a test in which `*` stands for any characters, and `\*` for an asterisk."""
    parts = re.split(r"(\\[*\\]|\*)", operand)
    pattern = "".join(
        ".*" if part == "*" else re.escape(re.sub(r"^\\([*\\])$", r"\1", part)) for part in parts
    )
    compiled = re.compile(pattern, re.DOTALL)
    return _text(lambda value: compiled.fullmatch(value) is not None)


def _anything_but(operand: Any) -> _Test:
    tests = _excluded(operand)
    return lambda value: value is not _MISSING and not any(test(value) for test in tests)


def _excluded(operand: Any) -> list[_Test]:
    if isinstance(operand, Mapping):
        ((name, operands),) = operand.items()
        return [_operator(name, one) for one in (operands if isinstance(operands, list) else [operands])]
    values = operand if isinstance(operand, list) else [operand]
    return [lambda value, excluded=excluded: _is_same(excluded, value) for excluded in values]  # type: ignore[misc]


def _numeric(operand: list[Any]) -> _Test:
    pairs = list(zip(operand[::2], operand[1::2], strict=True))

    def test(value: Any) -> bool:
        return is_number(value) and all(COMPARISONS[name](value, limit) for name, limit in pairs)

    return test


def _cidr(operand: str) -> _Test:
    network = ipaddress.ip_network(operand, strict=False)

    def test(value: str) -> bool:
        try:
            return ipaddress.ip_address(value) in network
        except ValueError:
            return False

    return _text(test)
