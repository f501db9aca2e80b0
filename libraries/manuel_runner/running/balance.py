"""Splitting work into parts of about equal duration."""

from collections.abc import Mapping
from typing import TypeVar

Item = TypeVar("Item")


def balanced(seconds: Mapping[Item, float], shares: int) -> list[list[Item]]:
    """Return the items in shares: the longest first, each to the share that has the least to do so far.

    Whoever has the same items and durations gets the same shares. None is empty, so that there may be fewer than asked for.

    Args:
        seconds: How long each item takes.
        shares: How many shares are wanted.

    Example:
        >>> balanced({"a": 1, "b": 5, "c": 3, "d": 1}, 2)
        [['b'], ['c', 'a', 'd']]
    """
    filled: list[list[Item]] = [[] for _ in range(shares)]
    loads = [(0.0, 0)] * shares
    for item, duration in sorted(seconds.items(), key=lambda each: (-each[1], str(each[0]))):
        share = loads.index(min(loads))
        filled[share].append(item)
        loads[share] = (loads[share][0] + duration, len(filled[share]))
    return [share for share in filled if share]
