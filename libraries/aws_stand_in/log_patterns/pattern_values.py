"""What filter patterns compare with: numbers, text in which `*` stands for anything, regular expressions.

Amazon CloudWatch Logs User Guide, "Filter pattern syntax".
"""

import operator
import re
from collections.abc import Callable, Mapping
from fnmatch import translate

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", re.ASCII)
ORDERS: Mapping[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
"""The comparisons of numbers."""


class InvalidPatternError(ValueError):
    """The pattern is not one that CloudWatch Logs accepts."""


def number_of(text: str) -> float | None:
    """Return the number that a text is; None if it is not one."""
    return float(text) if _NUMBER.fullmatch(text) else None


def limit_of(symbol: str, operand: str, *, is_word: bool) -> float:
    """Return the number that a comparison is with.

    Raises:
        InvalidPatternError: It is not a number, or one in quotation marks.
    """
    limit = number_of(operand) if is_word else None
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
