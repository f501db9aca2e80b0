"""Filter patterns for events of fields between spaces: `[ip, user, ..., status = 5*, bytes > 1000]`.

A pattern names each field of an event; `...` stands for any number of them. What stands in quotation marks or square brackets is
one field.

Amazon CloudWatch Logs User Guide, "Using filter pattern syntax to match terms in space-delimited log events"; TestMetricFilter in
the Amazon CloudWatch Logs API reference for the names of fields that a pattern does not name: `$4` for the fourth.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aws_stand_in.log_patterns.pattern_values import (
    InvalidPatternError,
    Test,
    comparison,
    compiled,
    form_of,
    number_of,
    unquoted,
)
from aws_stand_in.token_reader import Token, tokens_in

_ELLIPSIS = "..."
_FIELD = re.compile(r'\s*(?:"([^"]*)"(?=\s|$)|\[([^\]]*)\](?=\s|$)|(\S+))')
_PART = re.compile(
    r"""\s*(?:(?P<ellipsis>\.\.\.)|(?P<text>"(?:[^"\\]|\\.)*")|%(?P<expression>[^%]+)%"""
    r"""|(?P<symbol>&&|\|\||!=|<=|>=|[=<>,])|(?P<word>[^\s"%&|=<>!,]+))\s*"""
)
_NAME = re.compile(r"\w+", re.ASCII)


@dataclass(frozen=True, slots=True)
class _Field:
    """One field of a pattern.

    Attributes:
        name: Its name.
        test: What a field of an event has to be.
    """

    name: str
    test: Test


class SpacePattern:
    """A pattern for events of fields between spaces.

    Args:
        pattern: The pattern, with its brackets.

    Raises:
        InvalidPatternError: It is not a pattern.
    """

    def __init__(self, pattern: str) -> None:
        if not pattern.endswith("]"):
            raise InvalidPatternError("something is missing, or follows the closing bracket")
        parts = [
            _field(part) for part in _split_at(tokens_in(pattern[1:-1], _PART, InvalidPatternError), ",")
        ]
        ellipses = [place for place, field in enumerate(parts) if field is None]
        if len(ellipses) > 1:
            raise InvalidPatternError(f"{_ELLIPSIS} may stand in it once")
        self._place = ellipses[0] if ellipses else None
        self._fields = [field for field in parts if field is not None]

    def matches(self, message: str) -> bool:
        """Tell whether a message has these fields."""
        fields = _fields_of(message)
        named = self._select_fields(fields)
        return named is not None and all(
            field.test(text) for field, text in zip(self._fields, named, strict=True)
        )

    def values(self, message: str) -> Mapping[str, str]:
        """Return the fields of a message that matches, by their names behind a dollar sign."""
        fields = _fields_of(message)
        place, more = self._place, len(fields) - len(self._fields)
        names = [field.name for field in self._fields]
        if place is not None:
            names[place:place] = [str(number) for number in range(place + 1, place + more + 1)]
        return {f"${name}": text for name, text in zip(names, fields, strict=True)}

    def _select_fields(self, fields: Sequence[str]) -> Sequence[str] | None:
        """Return the fields of an event that the pattern names; None if it has too few or too many."""
        more = len(fields) - len(self._fields)
        if self._place is None or more < 0:
            return fields if more == 0 else None
        return [*fields[: self._place], *fields[self._place + more :]]


def _fields_of(message: str) -> list[str]:
    return [
        next(text for text in found.groups() if text is not None)
        for found in _FIELD.finditer(message.strip())
    ]


def _field(tokens: Sequence[Token]) -> _Field | None:
    """Return a field of a pattern; None for `...`."""
    if [kind for kind, _ in tokens] == ["ellipsis"]:
        return None
    kind, name = tokens[0] if tokens else ("end", "")
    if kind != "word" or not _NAME.fullmatch(name):
        raise InvalidPatternError(f"{name!r} is not the name of a field")
    return _Field(name, _alternatives(name, tokens) if len(tokens) > 1 else _is_anything)


def _is_anything(_text: str) -> bool:
    return True


def _alternatives(name: str, tokens: Sequence[Token]) -> Test:
    """Return the test of a field; `&&` binds more tightly than `||`."""
    tests = [_conjunction(name, part) for part in _split_at(tokens, "||")]
    return lambda text: any(test(text) for test in tests)


def _conjunction(name: str, tokens: Sequence[Token]) -> Test:
    tests = [_condition(name, part) for part in _split_at(tokens, "&&")]
    return lambda text: all(test(text) for test in tests)


def _split_at(tokens: Sequence[Token], symbol: str) -> list[list[Token]]:
    """Return the tokens between those symbols."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token == ("symbol", symbol):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _condition(name: str, tokens: Sequence[Token]) -> Test:
    match tokens:
        case [("word", named), ("symbol", symbol), (kind, operand)] if named == name:
            return comparison(symbol, kind, operand, number=number_of, equals=_equals)
        case _:
            text = " ".join(text for _, text in tokens)
            raise InvalidPatternError(f"{text!r} is not a condition of the field {name}")


def _equals(kind: str, operand: str) -> Test:
    match kind:
        case "expression":
            expression = compiled(operand)
            return lambda text: expression.search(text) is not None
        case "text":
            form = form_of(unquoted(operand))
            return lambda text: form.fullmatch(text) is not None
        case "word":
            number, form = number_of(operand), form_of(operand)
            return lambda text: (
                form.fullmatch(text) is not None or (number is not None and number_of(text) == number)
            )
        case _:
            raise InvalidPatternError("a value is missing")
