"""Expressions of metric math: `100 * errors / SUM(METRICS("requests"))`.

Amazon CloudWatch User Guide, "Metric math syntax and functions".
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence

from aws_stand_in.overlays.cloudwatch.math_functions import MathContext, call
from aws_stand_in.overlays.cloudwatch.math_values import InvalidExpressionError, Value, combined, mapped
from aws_stand_in.token_reader import TokenReader, tokens_in

Expression = Callable[[MathContext], Value]
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<word>[A-Za-z]\w*)|(?P<text>"[^"]*"|'[^']*')"""
    r"""|(?P<symbol>&&|\|\||==|!=|<=|>=|[-+*/^<>(),\[\]]))\s*""",
    re.ASCII,
)
_CONSTANTS = ("REPEAT", "LINEAR")


def _boolean(function: Callable[[float, float], object]) -> Callable[[float, float], float]:
    return lambda left, right: float(bool(function(left, right)))


_LEVELS: Sequence[Mapping[str, Callable[[float, float], float]]] = (
    dict.fromkeys(("OR", "||"), _boolean(lambda left, right: left or right)),
    dict.fromkeys(("AND", "&&"), _boolean(lambda left, right: left and right)),
    {
        "==": _boolean(operator.eq), "!=": _boolean(operator.ne), "<=": _boolean(operator.le), ">=": _boolean(operator.ge),
        "<": _boolean(operator.lt), ">": _boolean(operator.gt),
    },
    {"+": operator.add, "-": operator.sub},
    {"*": operator.mul, "/": operator.truediv},
)  # fmt: skip
"""The operators, those that bind most loosely first."""


def parse_expression(text: str) -> Expression:
    """Return an expression.

    Raises:
        InvalidExpressionError: It is not one.
    """
    try:
        return _Parser(text).parse()
    except RecursionError:
        raise InvalidExpressionError("it is nested too deeply") from None


class _Parser:
    """Reads an expression from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = TokenReader(tokens_in(text, _TOKEN, InvalidExpressionError))

    def parse(self) -> Expression:
        found = self._level(0)
        if not self._tokens.is_at_end:
            raise InvalidExpressionError(f"unexpected {self._tokens.next()[1]!r}")
        return found

    def _level(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._parse_signed()
        found = self._level(level + 1)
        while self._tokens.next()[1] in _LEVELS[level] and self._tokens.next()[0] != "text":
            function = _LEVELS[level][self._tokens.take()[1]]
            found = _combination(function, found, self._level(level + 1))
        return found

    def _parse_signed(self) -> Expression:
        if not self._tokens.accept(("symbol", "-")):
            return self._power()
        operand = self._parse_signed()
        return lambda context: mapped(operator.neg, operand(context))

    def _power(self) -> Expression:
        base = self._operand()
        if not self._tokens.accept(("symbol", "^")):
            return base
        return _combination(operator.pow, base, self._parse_signed())

    def _operand(self) -> Expression:
        kind, word = self._tokens.take()
        match kind, word:
            case "number", _:
                return lambda _context: float(word)
            case "text", _:
                return lambda _context: word[1:-1]
            case "symbol", "(":
                found = self._level(0)
                self._expect(")")
                return found
            case "symbol", "[":
                parts = self._parse_list("]")
                return lambda context: tuple(part(context) for part in parts)
            case "word", _:
                return self._parse_name(word)
            case _:
                raise InvalidExpressionError(f"expected a value, got {word or 'the end of the expression'}")

    def _parse_name(self, word: str) -> Expression:
        if self._tokens.accept(("symbol", "(")):
            parts = self._parse_list(")")
            return lambda context: call(word, context, [part(context) for part in parts])
        if word in _CONSTANTS:
            return lambda _context: word
        return lambda context: context.value_of(word)

    def _parse_list(self, end: str) -> Sequence[Expression]:
        parts: list[Expression] = []
        while self._tokens.next()[1] != end:
            parts.append(self._level(0))
            self._tokens.accept(("symbol", ","))
        self._expect(end)
        return parts

    def _expect(self, symbol: str) -> None:
        if not self._tokens.accept(("symbol", symbol)):
            raise InvalidExpressionError(f"{symbol} is missing")


def _combination(
    function: Callable[[float, float], float], left: Expression, right: Expression
) -> Expression:
    return lambda context: combined(function, left(context), right(context))
