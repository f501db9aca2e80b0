"""Expressions of metric math: `100 * errors / SUM(METRICS("requests"))`.

Amazon CloudWatch User Guide, "Metric math syntax and functions".
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence

from aws_stand_in.overlays.cloudwatch.math_functions import MathContext, call
from aws_stand_in.overlays.cloudwatch.math_values import InvalidExpressionError, Value, combined, mapped

Expression = Callable[[MathContext], Value]
Token = tuple[str, str]
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<word>[A-Za-z]\w*)|(?P<text>"[^"]*"|'[^']*')"""
    r"""|(?P<symbol>&&|\|\||==|!=|<=|>=|[-+*/^<>(),\[\]]))\s*""",
    re.ASCII,
)
_CONSTANTS = ("REPEAT", "LINEAR")


def _truth(function: Callable[[float, float], object]) -> Callable[[float, float], float]:
    return lambda left, right: float(bool(function(left, right)))


_LEVELS: Sequence[Mapping[str, Callable[[float, float], float]]] = (
    dict.fromkeys(("OR", "||"), _truth(lambda left, right: left or right)),
    dict.fromkeys(("AND", "&&"), _truth(lambda left, right: left and right)),
    {
        "==": _truth(operator.eq), "!=": _truth(operator.ne), "<=": _truth(operator.le), ">=": _truth(operator.ge),
        "<": _truth(operator.lt), ">": _truth(operator.gt),
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
        return _Parser(_tokens(text)).parse()
    except RecursionError:
        raise InvalidExpressionError("it is nested too deeply") from None


def _tokens(text: str) -> list[Token]:
    found, position = [], 0
    while position < len(text):
        token = _TOKEN.match(text, position)
        if token is None or token.lastgroup is None:
            raise InvalidExpressionError(f"{text[position:]!r} cannot be read")
        found.append((token.lastgroup, token[token.lastgroup]))
        position = token.end()
    return found


class _Parser:
    """Reads an expression from left to right."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._position = 0

    def parse(self) -> Expression:
        found = self._level(0)
        if self._position < len(self._tokens):
            raise InvalidExpressionError(f"{self._next()[1]} stands where nothing may")
        return found

    def _level(self, level: int) -> Expression:
        if level == len(_LEVELS):
            return self._signed()
        found = self._level(level + 1)
        while self._next()[1] in _LEVELS[level] and self._next()[0] != "text":
            function = _LEVELS[level][self._take()[1]]
            found = _combination(function, found, self._level(level + 1))
        return found

    def _signed(self) -> Expression:
        if self._next() != ("symbol", "-"):
            return self._power()
        self._take()
        operand = self._signed()
        return lambda context: mapped(operator.neg, operand(context))

    def _power(self) -> Expression:
        base = self._operand()
        if self._next() != ("symbol", "^"):
            return base
        self._take()
        return _combination(operator.pow, base, self._signed())

    def _operand(self) -> Expression:
        kind, word = self._take()
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
                parts = self._listed("]")
                return lambda context: tuple(part(context) for part in parts)
            case "word", _:
                return self._named(word)
            case _:
                raise InvalidExpressionError(f"{word or 'its end'} stands where a value is expected")

    def _named(self, word: str) -> Expression:
        if self._next() == ("symbol", "("):
            self._take()
            parts = self._listed(")")
            return lambda context: call(word, context, [part(context) for part in parts])
        if word in _CONSTANTS:
            return lambda _context: word
        return lambda context: context.value_of(word)

    def _listed(self, end: str) -> Sequence[Expression]:
        parts: list[Expression] = []
        while self._next()[1] != end:
            parts.append(self._level(0))
            if self._next() == ("symbol", ","):
                self._take()
        self._expect(end)
        return parts

    def _next(self) -> Token:
        return self._tokens[self._position] if self._position < len(self._tokens) else ("end", "")

    def _take(self) -> Token:
        token = self._next()
        self._position += 1
        return token

    def _expect(self, symbol: str) -> None:
        if self._take() != ("symbol", symbol):
            raise InvalidExpressionError(f"{symbol} is missing")


def _combination(
    function: Callable[[float, float], float], left: Expression, right: Expression
) -> Expression:
    return lambda context: combined(function, left(context), right(context))
