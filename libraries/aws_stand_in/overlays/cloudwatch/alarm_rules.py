"""The rules of composite alarms: `ALARM("errors") AND NOT (OK(latency) OR INSUFFICIENT_DATA(queue))`.

Source: PutCompositeAlarm in the Amazon CloudWatch API reference.
"""

import re
from collections.abc import Callable, Sequence

from aws_stand_in.token_reader import TokenReader, tokens_in

StateOf = Callable[[str], str | None]
"""Returns the state of an alarm by its name or ARN; None if there is no such alarm."""
Rule = Callable[[StateOf], bool]
MOST_CHILDREN = 100
MOST_ELEMENTS = 500
_TOKEN = re.compile(
    r"""\s*(?:(?P<state>(?:ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"[^"]+"|[^\s()"][^()"]*?)\s*\))"""
    r"""|(?P<constant>TRUE|FALSE)\b|(?P<operator>AND|OR|NOT)\b|(?P<bracket>[()]))\s*"""
)


class InvalidRuleError(ValueError):
    """The rule is not one that CloudWatch accepts."""


class AlarmRule:
    """A rule.

    Args:
        text: The rule.

    Attributes:
        children: The names or ARNs of the alarms that it depends on.

    Raises:
        InvalidRuleError: It is not a rule, or too long.
    """

    def __init__(self, text: str) -> None:
        tokens = tokens_in(text, _TOKEN, InvalidRuleError)
        self.children: Sequence[str] = list(
            dict.fromkeys(_state_and_alarm(token)[1] for kind, token in tokens if kind == "state")
        )
        if len(self.children) > MOST_CHILDREN:
            raise InvalidRuleError(f"it names more than {MOST_CHILDREN} alarms")
        if sum(kind != "operator" for kind, _ in tokens) > MOST_ELEMENTS:
            raise InvalidRuleError(f"it has more than {MOST_ELEMENTS} elements")
        self._rule = _Parser(TokenReader(tokens)).parse()

    def is_met(self, state_of: StateOf) -> bool:
        """Tell whether alarms are in the states that the rule asks for."""
        return self._rule(state_of)


def _state_and_alarm(token: str) -> tuple[str, str]:
    """Return the state that a part of a rule asks for, and the alarm that it names."""
    state, _, alarm = token.partition("(")
    return state.strip(), alarm.removesuffix(")").strip().strip('"')


class _Parser:
    """Reads a rule from left to right: `NOT` binds more tightly than `AND`, and that more tightly than `OR`."""

    def __init__(self, tokens: TokenReader) -> None:
        self._tokens = tokens

    def parse(self) -> Rule:
        rule = self._alternatives()
        if not self._tokens.is_at_end:
            raise InvalidRuleError(f"unexpected {self._tokens.next()[1]!r}")
        return rule

    def _alternatives(self) -> Rule:
        rules = self._parse_separated("OR", self._conjunction)
        return lambda state_of: any(rule(state_of) for rule in rules)

    def _conjunction(self) -> Rule:
        rules = self._parse_separated("AND", self._condition)
        return lambda state_of: all(rule(state_of) for rule in rules)

    def _parse_separated(self, operator: str, part: Callable[[], Rule]) -> Sequence[Rule]:
        rules = [part()]
        while self._tokens.accept(("operator", operator)):
            rules.append(part())
        return rules

    def _condition(self) -> Rule:
        kind, word = self._tokens.take()
        match kind, word:
            case "operator", "NOT":
                negated = self._condition()
                return lambda state_of: not negated(state_of)
            case "bracket", "(":
                rule = self._alternatives()
                if not self._tokens.accept(("bracket", ")")):
                    raise InvalidRuleError("a bracket is not closed")
                return rule
            case "constant", _:
                return lambda _state_of: word == "TRUE"
            case "state", _:
                state, alarm = _state_and_alarm(word)
                return lambda state_of: state_of(alarm) == state
            case _:
                raise InvalidRuleError(f"expected an alarm, got {word or 'the end of the rule'}")
