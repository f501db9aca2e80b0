"""Filter policies of subscriptions (Amazon SNS Developer Guide, "Amazon SNS subscription filter policies")."""

import functools
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from event_sources.event_pattern import EventPattern, InvalidEventPatternError
from event_sources.pattern_operands import (
    is_number,
    require_comparisons,
    require_flag,
    require_network,
    require_text,
)
from sns_engine.errors import InvalidTopicParameterError, SnsError

ATTRIBUTES, BODY = "MessageAttributes", "MessageBody"
SCOPES = (ATTRIBUTES, BODY)
MOST_NAMES = 5
MOST_COMBINATIONS = 150
LARGEST_BYTES = 262_144
LARGEST_NUMBER = 1_000_000_000
OR = "$or"
_TEXTS = ("prefix", "suffix", "equals-ignore-case", "wildcard")


class FilterPolicy:
    """Which messages a subscriber gets.

    Args:
        text: The policy, in JSON.
        scope: `MessageAttributes` or `MessageBody`.
        prefix: What stands before the reason in error messages.

    Raises:
        SnsError: SNS does not accept the policy.
    """

    def __init__(self, text: str, scope: str, prefix: str = "") -> None:
        self._refuse = _Refusal(prefix)
        self._scope = scope
        self._pattern = self._parse(text)

    def matches(self, message: str, attributes: Mapping[str, Mapping[str, Any]]) -> bool:
        """Return whether a message with these attributes is for the subscriber."""
        if self._scope == ATTRIBUTES:
            return self._pattern.matches(_values(attributes))
        body = _object_in(message)
        return body is not None and self._pattern.matches(body)

    def _parse(self, text: str) -> EventPattern:
        policy = _object_in(text)
        if policy is None or len(text.encode()) > LARGEST_BYTES:
            raise self._refuse("failed to parse JSON.")
        try:
            self._require_shape(policy)
            self._require_limits(policy)
            return EventPattern(policy)
        except InvalidEventPatternError as error:
            raise self._refuse(str(error)) from None

    def _require_limits(self, policy: Mapping[str, Any]) -> None:
        if len(set(_names(policy))) > MOST_NAMES:
            raise self._refuse(f"Filter policy can not have more than {MOST_NAMES} keys")
        if _combinations(policy, 1) > MOST_COMBINATIONS:
            raise self._refuse("Filter policy is too complex")

    def _require_shape(self, policy: Mapping[str, Any]) -> None:
        for name, rules in policy.items():
            if name == OR and isinstance(rules, list):
                self._require_alternatives(rules)
            elif isinstance(rules, dict):
                self._require_nested(rules)
            elif isinstance(rules, list):
                self._require_rules(rules)
            else:
                raise self._refuse(f'"{name}" must be an object or an array')

    def _require_alternatives(self, alternatives: list[Any]) -> None:
        if not alternatives or not all(isinstance(one, dict) and one for one in alternatives):
            raise self._refuse('"$or" must be an array of objects')
        for one in alternatives:
            self._require_shape(one)

    def _require_nested(self, rules: Mapping[str, Any]) -> None:
        if self._scope == ATTRIBUTES:
            raise InvalidTopicParameterError(
                f"{self._refuse.prefix}Filter policy scope {ATTRIBUTES} does not support nested filter policy"
            )
        if not rules:
            raise self._refuse("Empty objects are not allowed")
        self._require_shape(rules)

    def _require_rules(self, rules: list[Any]) -> None:
        if not rules:
            raise self._refuse("Empty arrays are not allowed")
        for rule in rules:
            if isinstance(rule, dict):
                self._require_operator(rule)
            elif isinstance(rule, list):
                raise self._refuse("Match value must be String, number, true, false, or null")
            else:
                self._require_range(rule)

    def _require_range(self, value: Any) -> None:
        if is_number(value) and not -LARGEST_NUMBER <= value <= LARGEST_NUMBER:
            raise self._refuse(f"Numbers must be between -{LARGEST_NUMBER} and {LARGEST_NUMBER}")

    def _require_operator(self, rule: Mapping[str, Any]) -> None:
        if len(rule) != 1:
            raise self._refuse("Only one key allowed in match expression")
        ((name, operand),) = rule.items()
        checks: Mapping[str, Callable[[Any], None]] = {
            "exists": require_flag,
            "numeric": self._require_comparisons,
            "anything-but": self._require_exclusion,
            "cidr": require_network,
            **dict.fromkeys(_TEXTS, functools.partial(require_text, name)),
        }
        if name not in checks:
            raise self._refuse(f"Unrecognized match type {name}")
        checks[name](operand)

    def _require_exclusion(self, operand: Any) -> None:
        if isinstance(operand, dict):
            ((name, excluded),) = operand.items() if len(operand) == 1 else (("", None),)
            if name not in _TEXTS:
                raise self._refuse(f"Unsupported anything-but pattern: {name}")
            for one in excluded if isinstance(excluded, list) else [excluded]:
                require_text(name, one)
            return
        values = operand if isinstance(operand, list) else [operand]
        if not values or not all(isinstance(one, str) or is_number(one) for one in values):
            raise self._refuse("Value of anything-but must be an array or single string/number value.")

    def _require_comparisons(self, operand: Any) -> None:
        require_comparisons(operand)
        for limit in operand[1::2]:
            self._require_range(limit)


class _Refusal:
    def __init__(self, prefix: str) -> None:
        self.prefix = prefix

    def __call__(self, reason: str) -> SnsError:
        return InvalidTopicParameterError(f"{self.prefix}FilterPolicy: {reason}")


def _object_in(text: str) -> dict[str, Any] | None:
    """Return the object that a text has in JSON, whose numbers can be compared with each other; None if it has none."""
    try:
        found = json.loads(text, parse_int=float)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _names(policy: Mapping[str, Any]) -> Iterator[str]:
    for name, rules in policy.items():
        if name == OR and isinstance(rules, list):
            for one in rules:
                yield from _names(one)
        else:
            yield name


def _combinations(policy: Mapping[str, Any], level: int) -> int:
    """Return the product of the numbers of values, each times the level at which they stand."""
    return math.prod(_values_of(name, rules, level) for name, rules in policy.items())


def _values_of(name: str, rules: Any, level: int) -> int:
    if name == OR and isinstance(rules, list):
        return sum(_combinations(one, level) for one in rules)
    if isinstance(rules, dict):
        return _combinations(rules, level + 1)
    return len(rules) * level


def _values(attributes: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return message attributes as policies see them: those of type Binary are not seen."""
    readers: Mapping[str, Callable[[str], Any]] = {"String": str, "Number": float}
    found = {}
    for name, attribute in attributes.items():
        kind, text = attribute["DataType"], attribute.get("StringValue", "")
        if kind == "String.Array":
            found[name] = list(_elements(text))
        elif kind.partition(".")[0] in readers:
            found[name] = readers[kind.partition(".")[0]](text)
    return found


def _elements(text: str) -> Iterable[Any]:
    try:
        elements = json.loads(text, parse_int=float)
    except (ValueError, RecursionError):
        return []
    return elements if isinstance(elements, list) else []
