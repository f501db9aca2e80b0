"""What filter patterns compare with: numbers, text in which `*` stands for anything, regular expressions.

Amazon CloudWatch Logs User Guide, "Filter pattern syntax".
"""

import operator
import re
from collections.abc import Callable, Mapping
from fnmatch import translate
from typing import Any

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
Test = Callable[[Any], bool]
"""Tells whether a value is what a pattern asks for."""
_ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class InvalidPatternError(ValueError):
    """The pattern is not one that CloudWatch Logs accepts."""


def number_of(text: str) -> float | None:
    """Return the number that a text is; None if it is not one."""
    return float(text) if _NUMBER.fullmatch(text) else None


def comparison(
    symbol: str,
    kind: str,
    operand: str,
    *,
    number: Callable[[Any], float | None],
    equals: Callable[[str, str], Test],
) -> Test:
    """Return the test of a comparison.

    Args:
        symbol: How it compares.
        kind: The kind of the token that it compares with.
        operand: The token.
        number: Returns the number that a value is; None if it is not one.
        equals: Returns the test whether a value is equal to a token, by its kind and itself.

    Raises:
        InvalidPatternError: There is no such comparison, or it does not take such a token.
    """
    if symbol in _ORDERS:
        order, limit = _ORDERS[symbol], _limit(symbol, kind, operand)
        return lambda value: (found := number(value)) is not None and order(found, limit)
    is_equal = equals(kind, operand)
    if symbol == "=":
        return is_equal
    if symbol == "!=":
        return lambda value: not is_equal(value)
    raise InvalidPatternError(f"{symbol} is not a comparison")


def _limit(symbol: str, kind: str, operand: str) -> float:
    limit = number_of(operand) if kind == "word" else None
    if limit is None:
        raise InvalidPatternError(f"{symbol} takes a number, not {operand!r}")
    return limit


def form_of(text: str) -> re.Pattern[str]:
    """Return the expression of a text in which `*` stands for any characters."""
    return re.compile(translate(re.sub(r"[?[]", r"[\g<0>]", text)))


def unquoted(text: str) -> str:
    """Return a text without its quotation marks."""
    return re.sub(r"\\(.)", r"\1", text[1:-1])


def compiled(expression: str) -> re.Pattern[str]:
    """Return a regular expression.

    Raises:
        InvalidPatternError: It is not one.
    """
    try:
        return re.compile(expression)
    except re.error as error:
        raise InvalidPatternError(f"{expression} is not a regular expression: {error}") from None
