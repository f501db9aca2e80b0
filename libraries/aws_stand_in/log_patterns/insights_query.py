"""Queries of CloudWatch Logs Insights: `fields @timestamp, level | filter level = "ERROR" and n > 2 | sort n desc | limit 5`.

Source: Amazon CloudWatch Logs User Guide, "CloudWatch Logs Insights language query syntax".
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.log_patterns.pattern_values import number_of
from aws_stand_in.token_reader import END, Token, TokenReader, tokens_in

Row = Mapping[str, str | float]
"""The fields of a log event, by name."""
Condition = Callable[[Row], bool]
Operand = Callable[[Row], str | float | None]

MOST_ROWS = 10_000
DEFAULT_FIELDS = ("@timestamp", "@message")
_COMMENT = re.compile(r"(?m)^\s*#.*$")
_TOKEN = re.compile(
    r"""\s*(?:"(?P<text>(?:[^"\\]|\\.)*)"|'(?P<quoted>(?:[^'\\]|\\.)*)'|`(?P<ticked>[^`]+)`|(?P<number>-?\d+(?:\.\d+)?)"""
    r"""|(?P<word>@?[A-Za-z_][\w.]*)|/(?P<regex>(?:[^/\\\n]|\\.)+)/|(?P<symbol>=~|!=|<=|>=|[^\s\w"'`]))\s*""",
    re.ASCII,
)
_CHUNK = re.compile(r"[0-9]+|[^0-9]+")
_NOT_IMITATED = (
    "anomaly", "dedup", "diff", "filterindex", "join", "lookup", "parse", "pattern", "source", "stats", "unmask", "unnest",
)  # fmt: skip
_NOT_FIELDS = ("true", "false", "null")
_PIPE: Token = ("symbol", "|")
_COMMA: Token = ("symbol", ",")


class _UnreadableError(ValueError):
    """A part of the query is no token."""


@dataclass
class LogsInsightsQuery:
    """A query.

    Attributes:
        fields: The fields to return, unless some are displayed.
        displayed: The fields of the last command `display`, which returns no others.
        conditions: What rows have to meet, all of them.
        order: The fields to sort by, each with whether it descends.
        limit: How many rows to return.
    """

    fields: list[str] = field(default_factory=list)
    displayed: list[str] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    limit: int = MOST_ROWS

    @property
    def shown(self) -> Sequence[str]:
        """The fields of the rows that are returned."""
        return self.displayed or self.fields or DEFAULT_FIELDS

    def choose(self, rows: Sequence[Row]) -> list[Row]:
        """Return the rows that are asked for, in their order.

        Args:
            rows: All rows, the newest first.
        """
        chosen = [row for row in rows if all(condition(row) for condition in self.conditions)]
        for name, descends in reversed(self.order):
            chosen.sort(key=lambda row, name=name: _rank(row.get(name)), reverse=descends)  # type: ignore[misc]
        return chosen[: self.limit]


def parse_query(text: str) -> LogsInsightsQuery:
    """Read a query.

    Raises:
        AwsError: MalformedQueryException: it is none.
        NotImitatedError: It has a command or an expression that is not imitated.
    """
    try:
        tokens = TokenReader(tokens_in(_COMMENT.sub("", text), _TOKEN, _UnreadableError))
        return _read_query(tokens)
    except _UnreadableError as error:
        raise _malformed(str(error)) from None
    except RecursionError:
        raise _malformed("it is nested too deeply") from None


def _read_query(tokens: TokenReader) -> LogsInsightsQuery:
    query = LogsInsightsQuery()
    _read_command(tokens, query)
    while tokens.accept(_PIPE):
        _read_command(tokens, query)
    if not tokens.is_at_end:
        raise _not_imitated(tokens)
    return query


def _read_command(tokens: TokenReader, query: LogsInsightsQuery) -> None:
    kind, command = tokens.take()
    name = command.lower()
    if kind == "word" and name in _NOT_IMITATED:
        raise NotImitatedError(f"the command {name} of CloudWatch Logs Insights")
    if kind != "word" or name not in _COMMANDS:
        raise _malformed(f"unexpected symbol found {command or 'end of query'}")
    if tokens.next() in (END, _PIPE):
        raise _malformed(f"{name} needs an argument")
    _COMMANDS[name](tokens, query)


def _read_fields(tokens: TokenReader, query: LogsInsightsQuery) -> None:
    query.fields += _listed_fields(tokens)


def _read_display(tokens: TokenReader, query: LogsInsightsQuery) -> None:
    query.displayed = _listed_fields(tokens)


def _read_filter(tokens: TokenReader, query: LogsInsightsQuery) -> None:
    query.conditions.append(_any_of(tokens))


def _read_sort(tokens: TokenReader, query: LogsInsightsQuery) -> None:
    query.order.append(_order(tokens))
    while tokens.accept(_COMMA):
        query.order.append(_order(tokens))


def _read_limit(tokens: TokenReader, query: LogsInsightsQuery) -> None:
    kind, number = tokens.take()
    if kind != "number" or not number.isdigit() or not 1 <= int(number) <= MOST_ROWS:
        raise _malformed(f"limit must be a number from 1 to {MOST_ROWS}")
    query.limit = min(query.limit, int(number))


_COMMANDS: Mapping[str, Callable[[TokenReader, LogsInsightsQuery], None]] = {
    "display": _read_display,
    "fields": _read_fields,
    "filter": _read_filter,
    "limit": _read_limit,
    "sort": _read_sort,
}


def _order(tokens: TokenReader) -> tuple[str, bool]:
    name = _field(tokens)
    if tokens.accept(*_words("asc")):
        return name, False
    tokens.accept(*_words("desc"))
    return name, True


def _listed_fields(tokens: TokenReader) -> list[str]:
    found = [_field(tokens)]
    while tokens.accept(_COMMA):
        found.append(_field(tokens))
    return found


def _field(tokens: TokenReader) -> str:
    kind, name = tokens.next()
    if kind not in ("word", "ticked") or name in _NOT_FIELDS:
        raise _not_imitated(tokens)
    tokens.take()
    return name


def _any_of(tokens: TokenReader) -> Condition:
    parts = [_all_of(tokens)]
    while tokens.accept(*_words("or")):
        parts.append(_all_of(tokens))
    return lambda row: any(part(row) for part in parts)


def _all_of(tokens: TokenReader) -> Condition:
    parts = [_negated(tokens)]
    while tokens.accept(*_words("and")):
        parts.append(_negated(tokens))
    return lambda row: all(part(row) for part in parts)


def _negated(tokens: TokenReader) -> Condition:
    if tokens.accept(*_words("not")):
        denied = _negated(tokens)
        return lambda row: not denied(row)
    if tokens.accept(("symbol", "(")):
        inner = _any_of(tokens)
        _require(tokens, ")")
        return inner
    if tokens.accept(*_words("ispresent")):
        _require(tokens, "(")
        name = _field(tokens)
        _require(tokens, ")")
        return lambda row: name in row
    return _comparison(tokens)


def _comparison(tokens: TokenReader) -> Condition:
    left = _operand(tokens)
    is_denied = tokens.accept(*_words("not"))
    if tokens.accept(*_words("like"), ("symbol", "=~")):
        found = _matcher(tokens, left)
    elif tokens.accept(*_words("in")):
        found = _membership(tokens, left)
    elif not is_denied and tokens.next()[1] in _COMPARISONS:
        compare = _COMPARISONS[tokens.take()[1]]
        right = _operand(tokens)
        return lambda row: compare(left(row), right(row))
    else:
        raise _not_imitated(tokens)
    return lambda row: found(row) is not is_denied


def _matcher(tokens: TokenReader, left: Operand) -> Condition:
    kind, pattern = tokens.take()
    if kind not in ("text", "quoted", "regex"):
        raise _malformed("like needs a text or a regular expression")
    try:
        wanted = re.compile(pattern if kind == "regex" else re.escape(_unescaped(pattern)))
    except re.error as error:
        raise _malformed(f"invalid regular expression {pattern}: {error}") from None
    return lambda row: (value := left(row)) is not None and wanted.search(str(value)) is not None


def _membership(tokens: TokenReader, left: Operand) -> Condition:
    _require(tokens, "[")
    members = [_operand(tokens)]
    while tokens.accept(_COMMA):
        members.append(_operand(tokens))
    _require(tokens, "]")
    return lambda row: any(_is_equal(left(row), member(row)) for member in members)


def _operand(tokens: TokenReader) -> Operand:
    kind, value = tokens.next()
    if kind in ("word", "ticked"):
        name = _field(tokens)
        return lambda row: row.get(name)
    if kind not in ("text", "quoted", "number"):
        raise _not_imitated(tokens)
    tokens.take()
    constant = float(value) if kind == "number" else _unescaped(value)
    return lambda _row: constant


def _require(tokens: TokenReader, symbol: str) -> None:
    if not tokens.accept(("symbol", symbol)):
        raise _not_imitated(tokens)


def _words(word: str) -> tuple[Token, Token]:
    return ("word", word), ("word", word.upper())


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _is_equal(left: str | float | None, right: str | float | None) -> bool:
    if left is None or right is None:
        return False
    numbers = _number(left), _number(right)
    return str(left) == str(right) if None in numbers else numbers[0] == numbers[1]


def _is_less(left: str | float | None, right: str | float | None) -> bool:
    return left is not None and right is not None and _pair(left, right)[0] < _pair(left, right)[1]


def _pair(left: str | float, right: str | float) -> tuple[tuple[float, str], tuple[float, str]]:
    """Return two values in a form that can be compared: as numbers, if both are."""
    first, second = _number(left), _number(right)
    if first is None or second is None:
        return (0, str(left)), (0, str(right))
    return (first, ""), (second, "")


_COMPARISONS: Mapping[str, Callable[[str | float | None, str | float | None], bool]] = {
    "=": _is_equal,
    "!=": lambda left, right: not _is_equal(left, right),
    "<": _is_less,
    ">": lambda left, right: _is_less(right, left),
    "<=": lambda left, right: _is_less(left, right) or _is_equal(left, right),
    ">=": lambda left, right: _is_less(right, left) or _is_equal(left, right),
}


def _rank(value: str | float | None) -> tuple[int, float, Sequence[tuple[str, int, str]]]:
    """Return what a field is sorted by: a missing one comes first, and texts come before numbers.

    Source: Amazon CloudWatch Logs User Guide, "sort".
    """
    if value is None:
        return 0, 0, ()
    number = _number(value)
    if number is None:
        return 1, 0, tuple(_rank_of_chunk(chunk) for chunk in _CHUNK.findall(str(value)))
    return 2, number, ()


def _rank_of_chunk(chunk: str) -> tuple[str, int, str]:
    """Return what a part of a text is sorted by: digits by their number, others by their characters."""
    return ("0", len(chunk), chunk) if chunk.isdigit() else (chunk, 0, "")


def _number(value: str | float) -> float | None:
    return number_of(value) if isinstance(value, str) else value


def _malformed(message: str) -> AwsError:
    return AwsError("MalformedQueryException", message)


def _not_imitated(tokens: TokenReader) -> AwsError:
    kind, part = tokens.next()
    if (kind, part) == END:
        return _malformed("unexpected end of query")
    return NotImitatedError(f"an expression with {part} in a query of CloudWatch Logs Insights")
