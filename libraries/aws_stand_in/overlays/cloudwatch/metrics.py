"""Metrics: what was put, added up by the second, as many values as that may be."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sortedcontainers import SortedDict

Dimensions = frozenset[tuple[str, str]]
NO_UNIT = "None"


def dimensions_of(given: Mapping[str, Any]) -> Dimensions:
    """Return the dimensions of a request or a part of one."""
    return frozenset((one["Name"], one["Value"]) for one in given.get("Dimensions") or ())


@dataclass(slots=True)
class StatisticSet:
    """What is known of some values.

    Attributes:
        count: How many there are.
        total: Their sum.
        minimum: The smallest.
        maximum: The largest.
        counts: How often each value is there, for percentiles; of statistics that were put it is not known.
    """

    count: float = 0.0
    total: float = 0.0
    minimum: float = math.inf
    maximum: float = -math.inf
    counts: dict[float, float] = field(default_factory=dict)

    def add(self, other: "StatisticSet") -> None:
        """Include other values."""
        self.count += other.count
        self.total += other.total
        self.minimum = min(self.minimum, other.minimum)
        self.maximum = max(self.maximum, other.maximum)
        for value, count in other.counts.items():
            self.counts[value] = self.counts.get(value, 0.0) + count

    def statistics(self) -> dict[str, float]:
        """Return all statistics under CloudWatch's names."""
        return {
            "SampleCount": self.count,
            "Sum": self.total,
            "Average": self.total / self.count if self.count else math.nan,
            "Minimum": self.minimum,
            "Maximum": self.maximum,
        }


def statistic_set(datum: Mapping[str, Any]) -> StatisticSet:
    """Return the values of a datum as PutMetricData takes it: one value, several with their counts, or statistics."""
    if held := datum.get("StatisticValues"):
        seen = StatisticSet(held["SampleCount"], held["Sum"], held["Minimum"], held["Maximum"])
        if seen.minimum == seen.maximum:
            seen.counts[seen.minimum] = seen.count
        return seen
    values: Sequence[float] = datum.get("Values") or [datum.get("Value", 0.0)]
    counts: Sequence[float] = datum.get("Counts") or [1.0] * len(values)
    total = sum(value * count for value, count in zip(values, counts, strict=True))
    seen = StatisticSet(sum(counts), total, min(values), max(values))
    for value, count in zip(values, counts, strict=True):
        seen.counts[value] = seen.counts.get(value, 0.0) + count
    return seen


@dataclass(frozen=True, slots=True)
class Metric:
    """What tells one metric from another."""

    namespace: str
    name: str
    dimensions: Dimensions


class MetricStore:
    """The metrics of one account in one region."""

    def __init__(self) -> None:
        self._namespaces: dict[str, dict[Metric, dict[str, SortedDict]]] = defaultdict(dict)

    def put(self, metric: Metric, unit: str, second: int, values: StatisticSet) -> None:
        """Add values of one second."""
        seconds = self._namespaces[metric.namespace].setdefault(metric, {}).setdefault(unit, SortedDict())
        seconds.setdefault(second, StatisticSet()).add(values)

    def metrics(self, namespace: str | None = None) -> Iterator[Metric]:
        """Yield the metrics of a namespace, or of all, the oldest first."""
        for one in list(self._namespaces) if namespace is None else [namespace]:
            yield from self._namespaces.get(one, ())

    def periods(
        self, metric: Metric, unit: str | None, start: int, end: int, seconds: int
    ) -> Iterator[tuple[str, int, StatisticSet]]:
        """Yield units, beginnings and values of the periods that have any.

        Args:
            metric: The metric.
            unit: The unit; None for each that there is.
            start: Beginning of the first period, in epoch seconds.
            end: End of the last period.
            seconds: Length of a period.
        """
        for held, values in self._namespaces.get(metric.namespace, {}).get(metric, {}).items():
            if unit in (None, held):
                for beginning, added_up in _by_period(values, start, end, seconds).items():
                    yield held, beginning, added_up

    def by_period(
        self, metric: Metric, unit: str | None, start: int, end: int, seconds: int
    ) -> dict[int, StatisticSet]:
        """Return the values of the periods that have any, of all units together; the arguments are those of `periods`."""
        merged: dict[int, StatisticSet] = {}
        for _, beginning, values in self.periods(metric, unit, start, end, seconds):
            merged.setdefault(beginning, StatisticSet()).add(values)
        return merged


def _by_period(values: SortedDict, start: int, end: int, seconds: int) -> dict[int, StatisticSet]:
    periods: dict[int, StatisticSet] = {}
    for second in values.irange(start, end, inclusive=(True, False)):
        beginning = second - (second - start) % seconds
        periods.setdefault(beginning, StatisticSet()).add(values[second])
    return periods
