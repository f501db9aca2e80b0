"""What an event pattern may be made of, and AWS's words for what it may not.

Source: LocalStack 4.14.0, services/events/event_rule_engine.py, whose behaviour is validated against AWS.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from event_sources.pattern_operands import (
    InvalidEventPatternError,
    is_number,
    require_comparisons,
    require_flag,
    require_network,
    require_text,
)

OR = "$or"
MOST_WILDCARDS = 5
_IGNORING_CASE = "equals-ignore-case"
_ESCAPED = re.compile(r"\\[*\\]")


def require_pattern(pattern: Any) -> None:
    """Refuse what is not an event pattern.

    Raises:
        InvalidEventPatternError: In AWS's words.
    """
    if not isinstance(pattern, Mapping):
        raise InvalidEventPatternError("Filter is not an object")
    for name, rules in pattern.items():
        if name == OR:
            _require_alternatives(rules)
        elif isinstance(rules, Mapping):
            require_pattern(rules)
        elif isinstance(rules, list):
            _require_rules(rules)
        else:
            raise InvalidEventPatternError(f'"{name}" must be an object or an array')


def _require_alternatives(alternatives: Any) -> None:
    if not isinstance(alternatives, list) or not all(isinstance(one, Mapping) for one in alternatives):
        raise InvalidEventPatternError(f'"{OR}" must be an array of objects')
    for one in alternatives:
        require_pattern(one)


def _require_rules(rules: list[Any]) -> None:
    if not rules:
        raise InvalidEventPatternError("Empty arrays are not allowed")
    for rule in rules:
        if isinstance(rule, Mapping):
            _require_operator(rule)
        elif isinstance(rule, list):
            raise InvalidEventPatternError("Match value must be String, number, true, false, or null")


def _require_operator(rule: Mapping[str, Any]) -> None:
    if len(rule) != 1:
        raise _several_keys()
    ((name, operand),) = rule.items()
    if name not in _OPERANDS:
        raise InvalidEventPatternError(f"Unrecognized match type {name}")
    _OPERANDS[name](operand)


def _require_affix(name: str, operand: Any) -> None:
    """Refuse what a prefix or suffix can't be; their letters may be in any case."""
    if isinstance(operand, Mapping) and set(operand) == {_IGNORING_CASE}:
        operand = operand[_IGNORING_CASE]
    require_text(name, operand)


def _require_wildcard(operand: Any) -> None:
    require_text("wildcard", operand)
    unescaped = _ESCAPED.sub("..", operand)
    if "**" in unescaped:
        raise InvalidEventPatternError(f"Consecutive wildcard characters at pos {unescaped.index('**') + 1}")
    if unescaped.count("*") > MOST_WILDCARDS:
        raise InvalidEventPatternError(
            "Rule is too complex - try using fewer wildcard characters or fewer repeating character sequences "
            "after a wildcard character"
        )


def _require_exclusion(operand: Any) -> None:
    if isinstance(operand, Mapping):
        _require_excluding_operator(operand)
    elif isinstance(operand, list) and operand:
        if not all(isinstance(one, str) or is_number(one) for one in operand):
            raise InvalidEventPatternError("Inside anything but list, start|null|boolean is not supported.")
    elif not (isinstance(operand, str) or is_number(operand)):
        raise _no_exclusion()


def _require_excluding_operator(operand: Mapping[str, Any]) -> None:
    if len(operand) != 1:
        raise _several_keys()
    for name, excluded in operand.items():
        if name not in _EXCLUDED:
            raise InvalidEventPatternError(f"Unsupported anything-but pattern: {name}")
        if isinstance(excluded, Mapping):
            raise _no_exclusion()
        for one in excluded if isinstance(excluded, list) else [excluded]:
            _EXCLUDED[name](one)


def _several_keys() -> InvalidEventPatternError:
    return InvalidEventPatternError("Only one key allowed in match expression")


def _no_exclusion() -> InvalidEventPatternError:
    return InvalidEventPatternError("Value of anything-but must be an array or single string/number value.")


def _require_excluded_affix(operand: Any) -> None:
    require_text("prefix/suffix", operand)
    if not operand:
        raise InvalidEventPatternError("Null prefix/suffix not allowed")


def _require_excluded_text(operand: Any) -> None:
    if not isinstance(operand, str):
        raise InvalidEventPatternError(
            f"Inside anything-but/{_IGNORING_CASE} list, number|start|null|boolean is not supported."
        )


_EXCLUDED: Mapping[str, Callable[[Any], None]] = {
    "prefix": _require_excluded_affix,
    "suffix": _require_excluded_affix,
    _IGNORING_CASE: _require_excluded_text,
    "wildcard": _require_wildcard,
}
_OPERANDS: Mapping[str, Callable[[Any], None]] = {
    "prefix": lambda operand: _require_affix("prefix", operand),
    "suffix": lambda operand: _require_affix("suffix", operand),
    _IGNORING_CASE: lambda operand: require_text(_IGNORING_CASE, operand),
    "wildcard": _require_wildcard,
    "anything-but": _require_exclusion,
    "exists": require_flag,
    "numeric": require_comparisons,
    "cidr": require_network,
}
