"""Queries for metrics and expressions on them, in the form of GetMetricData and alarms.

Source: MetricDataQuery in the Amazon CloudWatch API reference.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from aws_stand_in.aws_response import AwsError
from aws_stand_in.overlays.cloudwatch.insights import is_insights_query, parse_insights_query
from aws_stand_in.overlays.cloudwatch.math_functions import MathContext
from aws_stand_in.overlays.cloudwatch.math_values import (
    InvalidExpressionError,
    TimeSeries,
    Value,
    series_in,
)
from aws_stand_in.overlays.cloudwatch.metric_math import parse_expression
from aws_stand_in.overlays.cloudwatch.metrics import Metric, MetricStore, dimensions_of
from aws_stand_in.overlays.cloudwatch.statistics import known, require_imitated, value_of

_ID = re.compile(r"[a-z]\w*", re.ASCII)


def require_queries(queries: Sequence[Mapping[str, Any]], member: str) -> None:
    """Refuse queries that are wrong, or have no name of their own.

    Args:
        queries: The queries.
        member: The parameter that they are.

    Raises:
        AwsError: There are some.
        NotImitatedError: A statistic is not imitated.
    """
    for number, query in enumerate(queries, start=1):
        _require_query(f"{member}.member.{number}", query)
    if len({query["Id"] for query in queries}) < len(queries):
        raise _invalid(f"The values for parameter id in {member} are not unique.")
    if sum(is_insights_query(query.get("Expression", "")) for query in queries) > 1:
        raise _invalid(f"The parameter {member} can have one Metrics Insights query only.")


def _require_query(path: str, query: Mapping[str, Any]) -> None:
    if not _ID.fullmatch(query["Id"]):
        raise _invalid(
            f"The value {query['Id']} for parameter {path}.Id is not matching the expected pattern."
        )
    if "Expression" in query and "MetricStat" in query:
        raise _invalid(f"The parameters {path}.Expression and {path}.MetricStat are mutually exclusive.")
    if "Expression" not in query and "MetricStat" not in query:
        raise _invalid(f"The parameter {path}.MetricStat is required.\n")
    if is_insights_query(query.get("Expression", "")) and "Period" not in query:
        raise _invalid(f"The parameter {path}.Period is required for a Metrics Insights query.")
    if "MetricStat" in query:
        require_imitated(query["MetricStat"]["Stat"])


class MetricQueries:
    """Queries for one span of time.

    Args:
        queries: The queries, which are right.
        store: The metrics.
        span: The seconds that are asked for.
        now: Epoch seconds; nothing is filled in after it.
    """

    def __init__(
        self, queries: Sequence[Mapping[str, Any]], store: MetricStore, span: range, now: float
    ) -> None:
        self._queries = {query["Id"]: query for query in queries}
        self._store = store
        self._span = span
        self._now = now
        self._open: list[str] = []
        self._values: dict[str, Value] = {}

    def series(self, query_id: str) -> Sequence[TimeSeries]:
        """Return the time series of a query: one, or those of an expression for several.

        Raises:
            AwsError: Its expression is wrong, or comes to a number.
            NotImitatedError: A function is not imitated.
        """
        try:
            return series_in(self._value(query_id))
        except InvalidExpressionError as error:
            raise _invalid(f"Error in expression '{query_id}': {error}") from None
        except RecursionError:
            raise _invalid(f"Error in expression '{query_id}': it is too long") from None

    def _value(self, query_id: str) -> Value:
        if query_id not in self._values:
            if query_id not in self._queries:
                raise InvalidExpressionError(f"there is no query {query_id}")
            if query_id in self._open:
                raise InvalidExpressionError(f"{query_id} depends on itself")
            self._open.append(query_id)
            self._values[query_id] = self._find_value(self._queries[query_id])
            self._open.pop()
        return self._values[query_id]

    def _find_value(self, query: Mapping[str, Any]) -> Value:
        if "MetricStat" in query:
            return self._metric(query["MetricStat"])
        if is_insights_query(query["Expression"]):
            asked, period = parse_insights_query(query["Expression"]), query["Period"]
            return asked.value(self._store, self._start(period), self._span.stop, period)
        metric_ids = [name for name, one in self._queries.items() if "MetricStat" in one]
        return parse_expression(query["Expression"])(MathContext(self._value, metric_ids, self._moments))

    def _metric(self, wanted: Mapping[str, Any]) -> TimeSeries:
        named, period = wanted["Metric"], wanted["Period"]
        metric = Metric(named.get("Namespace", ""), named.get("MetricName", ""), dimensions_of(named))
        periods = self._store.by_period(
            metric, wanted.get("Unit"), self._start(period), self._span.stop, period
        )
        values = {beginning: value_of(found, wanted["Stat"]) for beginning, found in periods.items()}
        return TimeSeries(known(values), period)

    def _start(self, period: int) -> int:
        return self._span.start - self._span.start % period

    def _moments(self, period: int) -> Sequence[int]:
        return range(self._start(period), min(self._span.stop, int(self._now) + 1), period)


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationError", message, status=400)
