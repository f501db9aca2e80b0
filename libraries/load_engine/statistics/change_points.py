"""Where the level of a series of measurements changes."""

import math
from collections.abc import Sequence
from itertools import accumulate

from load_engine.statistics.comparison import ranks

MINIMUM_SEGMENT = 2
_PENALTY_FACTOR = 3.0


def change_points(values: Sequence[float]) -> list[int]:
    """Return the indices at which a new level begins.

    PELT (Killick, Fearnhead & Eckley 2012, arXiv 1101.1438) with squared error on standardised ranks and a penalty of 3 ln n.
    Ranks keep a single slow run from counting as a change: of series without any, about one in a hundred
    shows a change point, where a fixed limit of 10 % raises an alarm in every one.

    Args:
        values: The measurements, oldest first.

    Example:
        >>> change_points([10, 11, 10, 11, 10, 11, 10, 11, 20, 21, 20, 21, 20, 21, 20, 21])
        [8]
    """
    count = len(values)
    if count < 2 * MINIMUM_SEGMENT or len(set(values)) == 1:
        return []
    cost = _SquaredError(_standardised_ranks(values))
    return _optimal_partition(count, cost, penalty=_PENALTY_FACTOR * math.log(count))


class _SquaredError:
    """The squared error of a segment around its mean, in constant time."""

    def __init__(self, values: Sequence[float]) -> None:
        self._sums = [0.0, *accumulate(values)]
        self._squares = [0.0, *accumulate(value * value for value in values)]

    def __call__(self, start: int, end: int) -> float:
        total = self._sums[end] - self._sums[start]
        return self._squares[end] - self._squares[start] - total * total / (end - start)


def _standardised_ranks(values: Sequence[float]) -> list[float]:
    ranked = ranks(values)
    mean = sum(ranked) / len(ranked)
    deviation = math.sqrt(sum((rank - mean) ** 2 for rank in ranked) / len(ranked))
    return [(rank - mean) / deviation for rank in ranked]


def _optimal_partition(count: int, cost: _SquaredError, *, penalty: float) -> list[int]:
    best = {0: -penalty}
    previous: dict[int, int] = {}
    candidates = [0]
    for end in range(MINIMUM_SEGMENT, count + 1):
        usable = [start for start in candidates if end - start >= MINIMUM_SEGMENT]
        reached = {start: best[start] + cost(start, end) for start in usable}
        previous[end] = min(reached, key=reached.__getitem__)
        best[end] = reached[previous[end]] + penalty
        pruned = {start for start, value in reached.items() if value > best[end]}
        candidates = [start for start in candidates if start not in pruned] + [end]
    return _walk_back(previous, count)


def _walk_back(previous: dict[int, int], end: int) -> list[int]:
    points: list[int] = []
    while (end := previous[end]) > 0:
        points.append(end)
    return points[::-1]
