"""The functions of metric math, by their names.

Amazon CloudWatch User Guide, "Functions supported for metric math".
"""

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.cloudwatch.math_values import (
    InvalidExpressionError,
    TimeSeries,
    Value,
    aggregated,
    mapped,
    number_in,
    one_series,
    series_in,
)


@dataclass(frozen=True, slots=True)
class MathContext:
    """What an expression can refer to.

    Attributes:
        value_of: Returns the value of a query by its id.
        metric_ids: The ids of the queries for metrics.
        moments: Returns the beginnings of all periods that are asked for, by their length.
    """

    value_of: Callable[[str], Value]
    metric_ids: Sequence[str]
    moments: Callable[[int], Sequence[int]]


Function = Callable[[MathContext, Sequence[Value]], Value]


def call(name: str, context: MathContext, arguments: Sequence[Value]) -> Value:
    """Return what a function makes of its arguments.

    Raises:
        InvalidExpressionError: There is no such function, or it takes other arguments.
        NotImitatedError: The function is not imitated.
    """
    if name in _NOT_IMITATED:
        raise NotImitatedError(f"the function {name} of metric math")
    if name not in _FUNCTIONS:
        raise InvalidExpressionError(f"there is no function {name}")
    function, least, most = _FUNCTIONS[name]
    if not least <= len(arguments) <= most:
        raise InvalidExpressionError(f"{name} does not take {len(arguments)} arguments")
    return function(context, arguments)


def _aggregation(function: Callable[[Sequence[float]], float]) -> Function:
    return lambda _context, arguments: aggregated(function, arguments[0])


def _mapping(function: Callable[[float], float]) -> Function:
    return lambda _context, arguments: mapped(function, arguments[0])


def _of_each(function: Callable[[TimeSeries], Value]) -> Function:
    """Return a function that takes a time series, or a list of them one by one."""

    def of_each(_context: MathContext, arguments: Sequence[Value]) -> Value:
        value = arguments[0]
        if isinstance(value, tuple):
            return tuple(function(one_series(one)) for one in value)
        return function(one_series(value))

    return of_each


def _metrics(context: MathContext, arguments: Sequence[Value]) -> Value:
    part = arguments[0] if arguments else ""
    if not isinstance(part, str):
        raise InvalidExpressionError("METRICS takes a part of ids in quotation marks")
    return tuple(context.value_of(one) for one in context.metric_ids if part in one)


def _differences(series: TimeSeries) -> dict[int, tuple[float, int]]:
    """Return by how much each value differs from the one before, and how many seconds are between them."""
    points = sorted(series.points.items())
    return {moment: (value - before, moment - start) for (start, before), (moment, value) in pairwise(points)}


def _diff(series: TimeSeries) -> Value:
    return TimeSeries({at: value for at, (value, _) in _differences(series).items()}, series.period)


def _diff_time(series: TimeSeries) -> Value:
    return TimeSeries({at: float(passed) for at, (_, passed) in _differences(series).items()}, series.period)


def _rate(series: TimeSeries) -> Value:
    return TimeSeries(
        {at: value / passed for at, (value, passed) in _differences(series).items()}, series.period
    )


def _running_sum(series: TimeSeries) -> Value:
    moments = sorted(series.points)
    sums = accumulate(series.points[moment] for moment in moments)
    return TimeSeries(dict(zip(moments, sums, strict=True)), series.period)


def _end(place: int) -> Callable[[TimeSeries], Value]:
    def at_end(series: TimeSeries) -> Value:
        moments = sorted(series.points)
        return series.points[moments[place]] if moments else math.nan

    return at_end


def _first_or_last(place: int) -> Function:
    """Return the function for one end: the first or last series of a list, the first or last value of a series."""

    def chosen(_context: MathContext, arguments: Sequence[Value]) -> Value:
        value = arguments[0]
        if isinstance(value, tuple):
            if not value:
                raise InvalidExpressionError("a list is empty")
            return value[place]
        return _end(place)(one_series(value))

    return chosen


def _time_series(context: MathContext, arguments: Sequence[Value]) -> Value:
    periods = [one.period for name in context.metric_ids for one in series_in(context.value_of(name))]
    period = periods[0] if periods else 60
    return TimeSeries(dict.fromkeys(context.moments(period), number_in(arguments[0])), period)


def _fill(context: MathContext, arguments: Sequence[Value]) -> Value:
    value, filling = arguments
    if isinstance(value, tuple):
        return tuple(_fill(context, (one, filling)) for one in value)
    series = one_series(value)
    moments = sorted({*context.moments(series.period), *series.points})
    filled = {moment: _filling(series, moment, filling) for moment in moments}
    points = {moment: found for moment, found in filled.items() if found is not None}
    return TimeSeries(points, series.period)


def _filling(series: TimeSeries, moment: int, filling: Value) -> float | None:
    if moment in series.points:
        return series.points[moment]
    if isinstance(filling, TimeSeries):
        return filling.points.get(moment)
    if not isinstance(filling, str):
        return number_in(filling)
    before = max((one for one in series.points if one < moment), default=None)
    if filling == "REPEAT":
        return None if before is None else series.points[before]
    if filling != "LINEAR":
        raise InvalidExpressionError(f"FILL takes a number, a time series, REPEAT or LINEAR, not {filling}")
    after = min((one for one in series.points if one > moment), default=None)
    if before is None or after is None:
        return None
    share = (moment - before) / (after - before)
    return series.points[before] + share * (series.points[after] - series.points[before])


def _if(_context: MathContext, arguments: Sequence[Value]) -> Value:
    condition, *branches = arguments
    wanted, other = branches[0], branches[1] if len(branches) > 1 else None
    if isinstance(condition, TimeSeries):
        chosen = {
            moment: _at(wanted if value else other, moment) for moment, value in condition.points.items()
        }
        points = {moment: value for moment, value in chosen.items() if value is not None}
        return TimeSeries(points, condition.period)
    found = wanted if number_in(condition) else other
    if found is None:
        raise InvalidExpressionError("IF needs a value for a condition that is not met")
    return found


def _at(value: Value | None, moment: int) -> float | None:
    if value is None:
        return None
    return value.points.get(moment) if isinstance(value, TimeSeries) else number_in(value)


_FUNCTIONS: Mapping[str, tuple[Function, int, int]] = {
    "ABS": (_mapping(abs), 1, 1),
    "AVG": (_aggregation(statistics.fmean), 1, 1),
    "CEIL": (_mapping(math.ceil), 1, 1),
    "DATAPOINT_COUNT": (_of_each(lambda series: float(len(series.points))), 1, 1),
    "DIFF": (_of_each(_diff), 1, 1),
    "DIFF_TIME": (_of_each(_diff_time), 1, 1),
    "FILL": (_fill, 2, 2),
    "FIRST": (_first_or_last(0), 1, 1),
    "FLOOR": (_mapping(math.floor), 1, 1),
    "IF": (_if, 2, 3),
    "LAST": (_first_or_last(-1), 1, 1),
    "LOG": (_mapping(math.log), 1, 1),
    "LOG10": (_mapping(math.log10), 1, 1),
    "MAX": (_aggregation(max), 1, 1),
    "METRICS": (_metrics, 0, 1),
    "METRIC_COUNT": (lambda _context, arguments: float(len(series_in(arguments[0]))), 1, 1),
    "MIN": (_aggregation(min), 1, 1),
    "PERIOD": (_of_each(lambda series: float(series.period)), 1, 1),
    "RATE": (_of_each(_rate), 1, 1),
    "RUNNING_SUM": (_of_each(_running_sum), 1, 1),
    "STDDEV": (_aggregation(statistics.pstdev), 1, 1),
    "SUM": (_aggregation(math.fsum), 1, 1),
    "TIME_SERIES": (_time_series, 1, 1),
}
"""The functions, with how many arguments they take at least and at most."""
_NOT_IMITATED = frozenset(
    {
        "ANOMALY_DETECTION_BAND", "DATE", "DAY", "DB_PERF_INSIGHTS", "EPOCH", "HOUR", "INSIGHT_RULE_METRIC", "LAMBDA", "MINUTE",
        "MONTH", "REMOVE_EMPTY", "SEARCH", "SERVICE_QUOTA", "SLICE", "SORT", "YEAR",
    }
)  # fmt: skip
