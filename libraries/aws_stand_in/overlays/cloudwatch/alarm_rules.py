"""The rules of composite alarms: `ALARM("errors") AND NOT (OK(latency) OR INSUFFICIENT_DATA(queue))`.

Source: PutCompositeAlarm in the Amazon CloudWatch API reference.
"""

import re
from collections.abc import Callable, Sequence

StateOf = Callable[[str], str | None]
"""Returns the state of an alarm by its name or ARN; None if there is no such alarm."""
Rule = Callable[[StateOf], bool]
Token = tuple[str, str, str]
"""The kind of a part of a rule, its word, and the alarm that it names."""

MOST_CHILDREN = 100
MOST_ELEMENTS = 500
_TOKEN = re.compile(
    r"""\s*(?:(?P<state>ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*(?:"(?P<quoted>[^"]+)"|(?P<bare>[^\s()"][^()"]*?))\s*\)"""
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
        tokens = _tokens(text)
        self.children: Sequence[str] = list(
            dict.fromkeys(name for kind, _, name in tokens if kind == "state")
        )
        if len(self.children) > MOST_CHILDREN:
            raise InvalidRuleError(f"it names more than {MOST_CHILDREN} alarms")
        if sum(kind != "operator" for kind, _, _ in tokens) > MOST_ELEMENTS:
            raise InvalidRuleError(f"it has more than {MOST_ELEMENTS} elements")
        self._rule = _Parser(tokens).parse()

    def is_met(self, state_of: StateOf) -> bool:
        """Tell whether alarms are in the states that the rule asks for."""
        return self._rule(state_of)


def _tokens(text: str) -> list[Token]:
    found, position = [], 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or token.lastgroup is None:
            raise InvalidRuleError(f"{text[position:]!r} cannot be read")
        kind = "state" if token["state"] else str(token.lastgroup)
        found.append((kind, token[kind], token["quoted"] or token["bare"] or ""))
        position = token.end()
    return found


class _Parser:
    """Reads a rule from left to right: `NOT` binds more tightly than `AND`, and that more tightly than `OR`."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._position = 0

    def parse(self) -> Rule:
        rule = self._alternatives()
        if self._position < len(self._tokens):
            raise InvalidRuleError(f"{self._next()[1]} stands where nothing may")
        return rule

    def _alternatives(self) -> Rule:
        rules = self._separated("OR", self._conjunction)
        return lambda state_of: any(rule(state_of) for rule in rules)

    def _conjunction(self) -> Rule:
        rules = self._separated("AND", self._condition)
        return lambda state_of: all(rule(state_of) for rule in rules)

    def _separated(self, operator: str, part: Callable[[], Rule]) -> Sequence[Rule]:
        rules = [part()]
        while self._next()[:2] == ("operator", operator):
            self._take()
            rules.append(part())
        return rules

    def _condition(self) -> Rule:
        kind, word, name = self._take()
        match kind, word:
            case "operator", "NOT":
                negated = self._condition()
                return lambda state_of: not negated(state_of)
            case "bracket", "(":
                rule = self._alternatives()
                if self._take()[1] != ")":
                    raise InvalidRuleError("a bracket is not closed")
                return rule
            case "constant", _:
                return lambda _state_of: word == "TRUE"
            case "state", _:
                return lambda state_of: state_of(name) == word
            case _:
                raise InvalidRuleError(f"{word or 'its end'} stands where an alarm is expected")

    def _next(self) -> Token:
        return self._tokens[self._position] if self._position < len(self._tokens) else ("end", "", "")

    def _take(self) -> Token:
        token = self._next()
        self._position += 1
        return token
