"""Percentiles by nearest rank, and how far a sample of a given size can be trusted."""

import math
from collections.abc import Sequence
from statistics import NormalDist

_EXACT_UP_TO = 2_000


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


def samples_needed(percent: float, confidence: float = 0.95) -> int:
    """Return how many values it takes for the largest of them to bound the percentile from above with this confidence.

    Fewer say little about it: the 99th percentile of fewer than 100 values is their maximum.

    Source: Wilks, *Determination of Sample Sizes for Setting Tolerance Limits* (1941): the smallest n with pⁿ ≤ 1 - confidence.

    Example:
        >>> samples_needed(95), samples_needed(99)
        (59, 299)
    """
    if not 0 < percent < 100:  # noqa: PLR2004 - per cent
        raise ValueError(f"Expected a percentile between 0 and 100; got {percent:g}.")
    return math.ceil(math.log(1 - confidence) / math.log(percent / 100))


def confidence_ranks(count: int, percent: float, confidence: float = 0.95) -> tuple[int, int]:
    """Return the 1-based ranks between whose values the percentile lies with this confidence, for any distribution.

    Source: order statistics and the binomial distribution, Hahn & Meeker, *Statistical Intervals*, section 5.2.

    Example:
        >>> confidence_ranks(100, 50)
        (40, 61)
    """
    share, tail = percent / 100, (1 - confidence) / 2
    if count > _EXACT_UP_TO:
        middle, spread = count * share, math.sqrt(count * share * (1 - share))
        reach = NormalDist().inv_cdf(1 - tail) * spread
        lower, upper = math.floor(middle - reach), math.ceil(middle + reach) + 1
    else:
        lower, upper = _binomial_quantile(count, share, tail), _binomial_quantile(count, share, 1 - tail) + 1
    return max(1, lower), min(count, upper)


def _binomial_quantile(count: int, share: float, probability: float) -> int:
    """Return the smallest k with P(B ≤ k) ≥ probability."""
    cumulated = 0.0
    for successes in range(count + 1):
        cumulated += math.exp(_log_binomial(count, successes, share))
        if cumulated >= probability:
            return successes
    return count


def _log_binomial(count: int, successes: int, share: float) -> float:
    choices = math.lgamma(count + 1) - math.lgamma(successes + 1) - math.lgamma(count - successes + 1)
    return choices + successes * math.log(share) + (count - successes) * math.log1p(-share)
