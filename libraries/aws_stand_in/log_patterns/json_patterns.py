"""Filter patterns for events in JSON: `{ $.level = "ERROR" && $.status >= 500 }`.

Amazon CloudWatch Logs User Guide, "Using filter pattern syntax to match terms in JSON log events".
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from aws_stand_in.log_patterns.pattern_values import (
    InvalidPatternError,
    Test,
    comparison,
    compiled,
    form_of,
    number_of,
    unquoted,
)
from aws_stand_in.token_reader import TokenReader, tokens_in

_STEP = r"""\.?\[(?:(\d+)|\*|'([^']*)'|"([^"]*)")\]|\.(?:\*|([\w-]+))"""
_TOKEN = re.compile(
    rf"""\s*(?:(?P<selector>\$(?:{_STEP})+)|(?P<text>"(?:[^"\\]|\\.)*")|%(?P<expression>[^%]+)%"""
    r"""|(?P<symbol>&&|\|\||!=|<=|>=|[=<>(){}])|(?P<word>[^\s"%&|=<>!(){}]+))"""
)
_EVERY = None
_CONSTANTS: Mapping[str, Any] = {"NULL": None, "TRUE": True, "FALSE": False}


class JsonPattern:
    """A pattern for events in JSON.

    Args:
        pattern: The pattern, with its braces.

    Raises:
        InvalidPatternError: It is not a pattern.
    """

    def __init__(self, pattern: str) -> None:
        parser = _Parser(pattern)
        try:
            self._test = parser.parse()
        except RecursionError:
            raise InvalidPatternError("it is nested too deeply") from None
        self._selectors = parser.selectors

    def matches(self, message: str) -> bool:
        """Tell whether a message is an object that matches."""
        event = _object_in(message)
        return event is not None and self._test(event)

    def values(self, message: str) -> Mapping[str, str]:
        """Return the values of a message at the selectors of the pattern that have one."""
        event = _object_in(message)
        found = {selector: list(_values(event, steps)) for selector, steps in self._selectors.items()}
        return {selector: _as_text(values[0]) for selector, values in found.items() if values}


def _object_in(message: str) -> dict[str, Any] | None:
    try:
        event = json.loads(message)
    except (ValueError, RecursionError):
        return None
    return event if isinstance(event, dict) else None


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


class _Parser:
    """Reads a pattern from left to right; `&&` binds more tightly than `||`."""

    def __init__(self, pattern: str) -> None:
        self.selectors: dict[str, Sequence[str | int | None]] = {}
        self._tokens = TokenReader(tokens_in(pattern.strip(), _TOKEN, InvalidPatternError))

    def parse(self) -> Test:
        self._expect("{")
        test = self._alternatives()
        self._expect("}")
        if not self._tokens.is_at_end:
            raise InvalidPatternError("unexpected text after the closing brace")
        return test

    def _alternatives(self) -> Test:
        tests = self._parse_separated("||", self._conjunction)
        return lambda event: any(test(event) for test in tests)

    def _conjunction(self) -> Test:
        tests = self._parse_separated("&&", self._condition)
        return lambda event: all(test(event) for test in tests)

    def _parse_separated(self, symbol: str, part: Callable[[], Test]) -> Sequence[Test]:
        tests = [part()]
        while self._tokens.accept(("symbol", symbol)):
            tests.append(part())
        return tests

    def _condition(self) -> Test:
        if self._tokens.accept(("symbol", "(")):
            test = self._alternatives()
            self._expect(")")
            return test
        kind, selector = self._tokens.take()
        if kind != "selector":
            raise InvalidPatternError(f"{selector} is not a property")
        steps = self.selectors[selector] = _steps(selector)
        match self._tokens.take():
            case "word", "NOT":
                self._expect("EXISTS")
                return lambda event: not list(_values(event, steps))
            case "word", "IS":
                return _any_value(steps, _is(self._tokens.take()[1]))
            case "symbol", symbol:
                return _any_value(
                    steps, comparison(symbol, *self._tokens.take(), number=_number, equals=_equals)
                )
            case _, text:
                raise InvalidPatternError(f"{text} is not a comparison")

    def _expect(self, text: str) -> None:
        found = self._tokens.take()[1]
        if found != text:
            raise InvalidPatternError(f"it has {found!r} in place of {text}")


def _steps(selector: str) -> Sequence[str | int | None]:
    """Return names, positions, and None for each element, from the outermost object inwards."""
    return [_step(found) for found in re.finditer(_STEP, selector)]


def _step(found: re.Match[str]) -> str | int | None:
    position, *names = found.groups()
    if position is not None:
        return int(position)
    return next((name for name in names if name is not None), _EVERY)


def _values(event: Any, steps: Sequence[str | int | None]) -> Iterator[Any]:
    """Yield what is at the end of the steps, of which there may be several or none."""
    if not steps:
        yield event
        return
    step, *rest = steps
    for one in _step_into(event, step):
        yield from _values(one, rest)


def _step_into(value: Any, step: str | int | None) -> Sequence[Any]:
    if isinstance(step, int):
        return value[step : step + 1] if isinstance(value, list) else []
    if isinstance(value, list):
        return value if step is _EVERY else []
    if not isinstance(value, dict):
        return []
    if step is _EVERY:
        return list(value.values())
    return [value[step]] if step in value else []


def _any_value(steps: Sequence[str | int | None], test: Test) -> Test:
    return lambda event: any(map(test, _values(event, steps)))


def _is(name: str) -> Test:
    if name not in _CONSTANTS:
        raise InvalidPatternError(f"IS takes {', '.join(_CONSTANTS)}, not {name!r}")
    constant = _CONSTANTS[name]
    return lambda value: value is constant


def _equals(kind: str, operand: str) -> Test:
    match kind:
        case "expression":
            expression = compiled(operand)
            return lambda value: isinstance(value, str) and expression.search(value) is not None
        case "text":
            return _has_form(unquoted(operand))
        case "word":
            number, has_form = number_of(operand), _has_form(operand)
            return lambda value: value == number if _is_number(value) else has_form(value)
        case _:
            raise InvalidPatternError("a value is missing")


def _has_form(text: str) -> Test:
    """Return the test of text in which `*` stands for any characters."""
    form = form_of(text)
    return lambda value: isinstance(value, str) and form.fullmatch(value) is not None


def _number(value: Any) -> float | None:
    return value if _is_number(value) else None


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
