"""Percentiles by nearest rank, and how far a sample of a given size can be trusted."""

import math
from collections.abc import Sequence

_CONFIDENCE = 0.95


def nearest_rank(count: int, percent: float) -> int:
    """Return the 1-based rank of a percentile: the smallest rank that at least `percent` of the values do not exceed.

    Args:
        count: How many values there are, at least 1.
        percent: 0 < percent ≤ 100.

    Source: Hyndman & Fan, *Sample Quantiles in Statistical Packages* (1996), definition 1.

    Example:
        >>> nearest_rank(100, 95)
        95
    """
    if count < 1:
        raise ValueError("There is no percentile, since no value was measured.")
    if not 0 < percent <= 100:  # noqa: PLR2004 - per cent
        raise ValueError(f"Expected a percentile above 0 and at most 100; got {percent:g}.")
    return max(1, math.ceil(round(count * percent / 100, 9)))


def percentile(ordered: Sequence[float], percent: float) -> float:
    """Return a percentile of values that are sorted already.

    Example:
        >>> percentile([15, 20, 35, 40, 50], 40)
        20
    """
    return ordered[nearest_rank(len(ordered), percent) - 1]


def samples_needed(percent: float) -> int:
    """Return how many values it takes for the largest of them to bound the percentile from above, with 95 % confidence.

    Fewer say little about it: the 99th percentile of fewer than 100 values is their maximum.

    Source: Wilks, *Determination of Sample Sizes for Setting Tolerance Limits* (1941): the smallest n with pⁿ ≤ 1 - confidence.

    Example:
        >>> samples_needed(95), samples_needed(99)
        (59, 299)
    """
    if not 0 < percent < 100:  # noqa: PLR2004 - per cent
        raise ValueError(f"Expected a percentile between 0 and 100; got {percent:g}.")
    return math.ceil(math.log(1 - _CONFIDENCE) / math.log(percent / 100))
