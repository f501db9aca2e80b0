"""Queries of Metrics Insights: `SELECT SUM(Latency) FROM "shop" WHERE Path = '/a' GROUP BY Stage ORDER BY MAX() DESC LIMIT 5`.

Source: "Metrics Insights query components and syntax" in the Amazon CloudWatch User Guide.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.cloudwatch.math_values import InvalidExpressionError, TimeSeries, Value
from aws_stand_in.overlays.cloudwatch.metrics import Metric, MetricStore, StatisticSet
from aws_stand_in.overlays.cloudwatch.statistics import known, value_of
from aws_stand_in.token_reader import TokenReader, tokens_in

Part = TypeVar("Part")
MOST_SERIES = 500
_STATISTICS = {"AVG": "Average", "COUNT": "SampleCount", "MAX": "Maximum", "MIN": "Minimum", "SUM": "Sum"}
_ORDERS: Mapping[str, Callable[[Sequence[float]], float]] = {
    "AVG": lambda values: sum(values) / len(values),
    "COUNT": len,
    "MAX": max,
    "MIN": min,
    "SUM": sum,
}
_OF_AWS = "AWS/"
_TOKEN = re.compile(
    r"""\s*(?:(?P<word>[A-Za-z_][\w.]*)|(?P<number>\d+)|"(?P<name>[^"]+)"|'(?P<text>[^']*)'|(?P<symbol>!=|[(),=]))\s*""",
    re.ASCII,
)
_KEYWORDS = ("AND", "ASC", "BY", "DESC", "FROM", "GROUP", "LIMIT", "ORDER", "SCHEMA", "SELECT", "WHERE")


@dataclass(frozen=True, slots=True)
class LabelCondition:
    """What the value of a label has to be, or not to be."""

    label: str
    value: str
    is_equal: bool

    def holds(self, labels: Mapping[str, str]) -> bool:
        """Tell whether it holds for the labels of a metric; one that lacks the label is left out."""
        return self.label in labels and (labels[self.label] == self.value) is self.is_equal


@dataclass(frozen=True, slots=True)
class InsightsQuery:
    """A query.

    Attributes:
        function: What is made of the values of each period: `AVG`, `COUNT`, `MAX`, `MIN` or `SUM`.
        metric: The name of the metrics.
        namespace: Their namespace.
        labels: All labels that they have; None for any.
        conditions: What the labels' values have to be.
        group_by: The labels by which there is a time series each.
        order_by: The function of a time series that they are ordered by; None for the values of the labels.
        is_descending: Whether the largest comes first.
        limit: How many there are at most.
    """

    function: str
    metric: str
    namespace: str
    labels: frozenset[str] | None
    conditions: tuple[LabelCondition, ...]
    group_by: tuple[str, ...]
    order_by: str | None
    is_descending: bool
    limit: int

    def value(self, store: MetricStore, start: int, end: int, period: int) -> Value:
        """Return one time series, or a list of them if there are groups.

        Args:
            store: The metrics.
            start: Beginning of the first period, in epoch seconds.
            end: End of the last period.
            period: Length of a period in seconds.
        """
        groups: dict[tuple[str, ...], dict[int, StatisticSet]] = defaultdict(dict)
        for metric in store.metrics(self.namespace):
            labels = dict(metric.dimensions)
            if self._selects(metric, labels):
                periods = groups[tuple(labels[name] for name in self.group_by)]
                for beginning, values in store.by_period(metric, None, start, end, period).items():
                    periods.setdefault(beginning, StatisticSet()).add(values)
        if not self.group_by:
            return self._series((), groups[()], period)
        found = [self._series(group, groups[group], period) for group in sorted(groups)]
        return tuple(self._ordered([one for one in found if one.points])[: self.limit])

    def _selects(self, metric: Metric, labels: Mapping[str, str]) -> bool:
        return (
            metric.name == self.metric
            and self.labels in (None, labels.keys())
            and all(name in labels for name in self.group_by)
            and all(condition.holds(labels) for condition in self.conditions)
        )

    def _series(self, group: tuple[str, ...], periods: Mapping[int, StatisticSet], period: int) -> TimeSeries:
        statistic = _STATISTICS[self.function]
        points = {beginning: value_of(values, statistic) for beginning, values in periods.items()}
        return TimeSeries(known(points), period, " ".join(group))

    def _ordered(self, found: list[TimeSeries]) -> list[TimeSeries]:
        if self.order_by is None:
            return found
        order = _ORDERS[self.order_by]
        return sorted(
            found, key=lambda series: order(list(series.points.values())), reverse=self.is_descending
        )


def is_insights_query(expression: str) -> bool:
    """Tell whether an expression is a query, and not metric math."""
    return re.match(r"\s*SELECT\s", expression, re.IGNORECASE) is not None


def parse_insights_query(text: str) -> InsightsQuery:
    """Return a query.

    Raises:
        InvalidExpressionError: It is not one.
        NotImitatedError: It is about what AWS measures, about tags or about other accounts.
    """
    return _Parser(text).parse()


class _Parser:
    """Reads a query from left to right."""

    def __init__(self, text: str) -> None:
        self._tokens = TokenReader(tokens_in(text, _TOKEN, InvalidExpressionError))

    def parse(self) -> InsightsQuery:
        self._expect("SELECT")
        function = self._function()
        self._expect("(")
        metric = self._name()
        self._expect(")")
        self._expect("FROM")
        namespace, labels = self._source()
        conditions = self._parse_list(self._condition, "AND") if self._accept("WHERE") else ()
        group_by = self._after_by(lambda: self._parse_list(self._label, ",")) if self._accept("GROUP") else ()
        order_by = self._after_by(self._order) if self._accept("ORDER") else None
        is_descending = order_by is not None and self._is_descending()
        limit = self._number() if self._accept("LIMIT") else MOST_SERIES
        if not self._tokens.is_at_end:
            raise InvalidExpressionError(f"unexpected {self._tokens.take()[1]!r}")
        return InsightsQuery(
            function, metric, namespace, labels, conditions, group_by, order_by, is_descending, limit
        )

    def _source(self) -> tuple[str, frozenset[str] | None]:
        if not self._accept("SCHEMA"):
            return self._namespace(), None
        self._expect("(")
        namespace = self._namespace()
        labels = self._parse_list(self._label, ",") if self._accept(",") else ()
        self._expect(")")
        return namespace, frozenset(labels)

    def _namespace(self) -> str:
        namespace = self._name()
        if namespace.startswith(_OF_AWS):
            raise NotImitatedError(f"Metrics Insights of {namespace}")
        return namespace

    def _condition(self) -> LabelCondition:
        label = self._label()
        kind, sign = self._tokens.take()
        if kind != "symbol" or sign not in ("=", "!="):
            raise InvalidExpressionError(f"= or != is missing after {label}")
        kind, value = self._tokens.take()
        if kind != "text":
            raise InvalidExpressionError(f"a value in single quotes is missing after {label} {sign}")
        return LabelCondition(label, value, sign == "=")

    def _label(self) -> str:
        if self._tokens.next()[0] == "word" and "." in self._tokens.next()[1]:
            raise NotImitatedError(f"{self._tokens.next()[1]} in Metrics Insights")
        return self._name()

    def _order(self) -> str:
        function = self._function()
        self._expect("(")
        self._expect(")")
        return function

    def _is_descending(self) -> bool:
        if self._accept("DESC"):
            return True
        self._accept("ASC")
        return False

    def _function(self) -> str:
        word = self._tokens.take()[1].upper()
        if word not in _STATISTICS:
            raise InvalidExpressionError(f"{word} is not one of the functions {', '.join(_STATISTICS)}")
        return word

    def _number(self) -> int:
        kind, word = self._tokens.take()
        if kind != "number" or not 0 < int(word) <= MOST_SERIES:
            raise InvalidExpressionError(f"LIMIT needs a number from 1 to {MOST_SERIES}")
        return int(word)

    def _name(self) -> str:
        kind, word = self._tokens.take()
        if kind == "name" or (kind == "word" and word.upper() not in _KEYWORDS):
            return word
        raise InvalidExpressionError(f"expected a name, got {word or 'the end of the query'}")

    def _after_by(self, read: Callable[[], Part]) -> Part:
        self._expect("BY")
        return read()

    def _parse_list(self, read: Callable[[], Part], separator: str) -> tuple[Part, ...]:
        found = [read()]
        while self._accept(separator):
            found.append(read())
        return tuple(found)

    def _accept(self, word: str) -> bool:
        kind, found = self._tokens.next()
        is_it = kind in ("word", "symbol") and found.upper() == word
        return is_it and self._tokens.accept((kind, found))

    def _expect(self, word: str) -> None:
        if not self._accept(word):
            raise InvalidExpressionError(
                f"{word} is missing before {self._tokens.next()[1] or 'the end of the query'}"
            )
