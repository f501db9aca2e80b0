"""Statistics of the values of a period, by their names: `Sum`, `Average`, `p99.9`.

Amazon CloudWatch User Guide, "CloudWatch statistics definitions".
"""

import math
import re
from collections.abc import Mapping
from typing import TypeVar

from aws_stand_in.aws_response import NotImitatedError
from aws_stand_in.overlays.cloudwatch.metrics import StatisticSet

Key = TypeVar("Key")
NAMES = ("SampleCount", "Sum", "Average", "Minimum", "Maximum")
_PERCENTILE = re.compile(r"p(\d{1,2}(?:\.\d{1,10})?|100)")
_TRIMMED = re.compile(r"IQM|(tm|wm|tc|ts)\d{1,2}(\.\d{1,10})?|(TM|WM|TC|TS|PR)\([\d.%]*:[\d.%]*\)")


def is_percentile(name: str) -> bool:
    """Return whether a statistic is a percentile, such as `p99.9`."""
    return _PERCENTILE.fullmatch(name) is not None


def is_trimmed(name: str) -> bool:
    """Return whether a statistic is one of a part of the values, such as `tm90` or `PR(:300)`, which is not imitated."""
    return _TRIMMED.fullmatch(name) is not None


def require_imitated(name: str) -> None:
    """Refuse a statistic that is not imitated.

    Raises:
        NotImitatedError: There is no such statistic here.
    """
    if name not in NAMES and not is_percentile(name):
        raise NotImitatedError(f"the statistic {name}")


def value_of(values: StatisticSet, name: str) -> float:
    """Return a statistic of values; not a number for a percentile of statistics that were put, and an average of none."""
    return values.statistics()[name] if name in NAMES else _percentile(values, float(name[1:]))


def known(statistics: Mapping[Key, float]) -> dict[Key, float]:
    """Return those statistics that are numbers."""
    return {key: value for key, value in statistics.items() if not math.isnan(value)}


def _percentile(values: StatisticSet, percent: float) -> float:
    """Return the smallest value that so many percent of all values do not exceed."""
    if not values.count:
        return math.nan
    rank, passed = percent / 100 * values.count, 0.0
    for value, count in sorted(values.counts.items()):
        passed += count
        if passed >= rank:
            return value
    return values.maximum if values.counts else math.nan
