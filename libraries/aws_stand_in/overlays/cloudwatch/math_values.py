"""What expressions of metric math work on: numbers, time series and lists of these.

Amazon CloudWatch User Guide, "Using math expressions with CloudWatch metrics": S, TS and TS[].
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from aws_stand_in.aws_response import NotImitatedError


class InvalidExpressionError(ValueError):
    """The expression is not one that CloudWatch accepts."""


@dataclass(frozen=True, slots=True)
class TimeSeries:
    """The values of a metric or an expression.

    Attributes:
        points: The values by the beginnings of their periods, in epoch seconds.
        period: The length of a period in seconds.
        group: What its label says of it, where a query has several.
    """

    points: Mapping[int, float]
    period: int
    group: str = ""


Value = float | str | TimeSeries | tuple["Value", ...]
"""A number, a text, a time series, or a list of time series."""


def mapped(function: Callable[[float], float], value: Value) -> Value:
    """Return a value with a function applied to each number; numbers for which it has no result are missing."""
    if isinstance(value, tuple):
        return tuple(mapped(function, one) for one in value)
    if isinstance(value, TimeSeries):
        return _series({moment: _result(function, one) for moment, one in value.points.items()}, value.period)
    return _result(function, number_in(value))


def combined(function: Callable[[float, float], float], left: Value, right: Value) -> Value:
    """Return what a function makes of two values: of time series where both have one, of lists one by one."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        if len(left) != len(right):
            raise InvalidExpressionError("lists of different lengths cannot be combined")
        return tuple(combined(function, one, other) for one, other in zip(left, right, strict=True))
    if isinstance(left, tuple):
        return tuple(combined(function, one, right) for one in left)
    if isinstance(right, tuple):
        return tuple(combined(function, left, one) for one in right)
    if isinstance(left, TimeSeries) and isinstance(right, TimeSeries):
        return _of_both(function, left, right)
    if isinstance(left, TimeSeries):
        second = number_in(right)
        return mapped(lambda one: function(one, second), left)
    first = number_in(left)
    return mapped(lambda one: function(first, one), right)


def _of_both(function: Callable[[float, float], float], left: TimeSeries, right: TimeSeries) -> TimeSeries:
    period = common_period((left, right))
    both = left.points.keys() & right.points.keys()
    return _series(
        {moment: _result(function, left.points[moment], right.points[moment]) for moment in both}, period
    )


def aggregated(function: Callable[[Sequence[float]], float], value: Value) -> Value:
    """Return a number for a time series, and for a list one time series of what its series have at each time."""
    if isinstance(value, TimeSeries):
        return function(list(value.points.values())) if value.points else math.nan
    series = series_in(value)
    moments = sorted({moment for one in series for moment in one.points})
    points = {
        moment: function([one.points[moment] for one in series if moment in one.points]) for moment in moments
    }
    return TimeSeries(points, common_period(series))


def number_in(value: Value) -> float:
    """Return a number.

    Raises:
        InvalidExpressionError: It is not one.
    """
    if not isinstance(value, int | float):
        raise InvalidExpressionError("a number is expected")
    return float(value)


def one_series(value: Value) -> TimeSeries:
    """Return a time series.

    Raises:
        InvalidExpressionError: It is not one.
    """
    if not isinstance(value, TimeSeries):
        raise InvalidExpressionError("a time series is expected")
    return value


def series_in(value: Value) -> Sequence[TimeSeries]:
    """Return the time series of a value.

    Raises:
        InvalidExpressionError: It is a number or a text, or a list of such.
    """
    return [one_series(one) for one in value] if isinstance(value, tuple) else [one_series(value)]


def common_period(series: Iterable[TimeSeries]) -> int:
    """Return the period that time series have.

    Raises:
        NotImitatedError: They have different ones.
    """
    periods = {one.period for one in series}
    if len(periods) > 1:
        raise NotImitatedError("metric math on metrics of different periods")
    return next(iter(periods), 1)


def _series(points: Mapping[int, float], period: int) -> TimeSeries:
    return TimeSeries({moment: value for moment, value in points.items() if math.isfinite(value)}, period)


def _result(function: Callable[..., float], *numbers: float) -> float:
    try:
        found = function(*numbers)
    except (ZeroDivisionError, OverflowError, ValueError):
        return math.nan
    return found if isinstance(found, int | float) else math.nan
