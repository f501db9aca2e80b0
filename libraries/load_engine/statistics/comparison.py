"""Whether one set of response times really is smaller than another."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from statistics import NormalDist, median

_RESAMPLES = 2_000
_CONFIDENCE = 0.95


@dataclass(frozen=True)
class RankTest:
    """The outcome of a one-sided Mann-Whitney test.

    Attributes:
        u: The statistic of the sample that is expected to be smaller.
        probability_of_smaller: P(a value of the first sample is smaller than one of the second); ties count half.
        p_value: The probability of a difference at least this clear if there is none.
    """

    u: float
    probability_of_smaller: float
    p_value: float


def ranks(values: Sequence[float]) -> list[float]:
    """Return the rank of each value, from 1; ties share their mean rank.

    Example:
        >>> ranks([10, 30, 10])
        [1.5, 3.0, 1.5]
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    result = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for index in order[start:end]:
            result[index] = (start + 1 + end) / 2
        start = end
    return result


def mann_whitney(first: Sequence[float], second: Sequence[float]) -> RankTest:
    """Test whether the first sample tends to smaller values than the second (Mann & Whitney 1947).

    Normal approximation with corrections for ties and continuity, as in `scipy.stats.mannwhitneyu(…, alternative="less",
    method="asymptotic")`. It assumes nothing about the distributions, so outliers do not decide.

    Args:
        first: Values expected to be smaller, 8 or more for the approximation to hold.
        second: Values expected to be larger.

    Raises:
        ValueError: One of the samples is empty.
    """
    n, m = len(first), len(second)
    if not n or not m:
        raise ValueError(f"Expected two samples to compare; got {n} and {m} values.")
    pooled = ranks([*first, *second])
    u = sum(pooled[:n]) - n * (n + 1) / 2
    spread = math.sqrt(n * m / 12 * (n + m + 1 - _tie_correction([*first, *second])))
    p_value = NormalDist().cdf((u - n * m / 2 + 0.5) / spread) if spread else 1.0
    return RankTest(u=u, probability_of_smaller=1 - u / (n * m), p_value=p_value)


def _tie_correction(values: Sequence[float]) -> float:
    total = len(values)
    return sum(count**3 - count for count in Counter(values).values()) / (total * (total - 1))


def ratio_of_medians_interval(slower: Sequence[float], faster: Sequence[float]) -> tuple[float, float]:
    """Return the bootstrap 95 % confidence interval of median(slower) ÷ median(faster), which is the speed-up.

    Percentile method with 2000 resamples (Efron & Tibshirani, *An Introduction to the Bootstrap*, chapter 13). A fixed seed makes
    it repeatable.

    Example:
        >>> ratio_of_medians_interval([20.0] * 30, [10.0] * 30)
        (2.0, 2.0)
    """
    random = Random(0)  # noqa: S311 - resampling, not a secret
    ratios = sorted(
        median(random.choices(slower, k=len(slower))) / median(random.choices(faster, k=len(faster)))
        for _ in range(_RESAMPLES)
    )
    tail = (1 - _CONFIDENCE) / 2
    return ratios[int(tail * _RESAMPLES)], ratios[math.ceil((1 - tail) * _RESAMPLES) - 1]
