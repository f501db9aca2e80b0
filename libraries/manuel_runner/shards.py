"""Shards of a run on several machines: what each says of itself, and whether they are all there."""

import re
from collections.abc import Iterable

SHARD_METADATA = "Shard"
"""The metadata of a run's top suite that says which shard it was, of which plan."""
_OF_DIFFERENT_PLANS = (
    "the shards are of different tests or durations: run all with the same commit and options"
)


def shard_label(number: int, count: int, plan: str) -> str:
    """Return the value of `SHARD_METADATA`.

    Args:
        number: Which shard it is, from 1.
        count: How many there are.
        plan: A digest of all tests of all shards, and of how they were divided.
    """
    return f"{number}/{count} of {plan}"


def problems_of_shards(labels: Iterable[str]) -> list[str]:
    """Return why runs with these labels are not all that there is to the run that they are shards of.

    Example:
        >>> problems_of_shards(["1/2 of 5f0c", "2/2 of 5f0c"])
        []
        >>> problems_of_shards(["1/3 of 5f0c", "3/3 of 5f0c"])
        ['shard 2/3 is missing']
    """
    numbers_by_plan: dict[tuple[int, str], set[int]] = {}
    for label in labels:
        number, count, plan = re.split("/| of ", label)
        numbers_by_plan.setdefault((int(count), plan), set()).add(int(number))
    missing = [
        f"shard {number}/{count} is missing"
        for (count, _), numbers in numbers_by_plan.items()
        for number in range(1, count + 1)
        if number not in numbers
    ]
    return [*missing, _OF_DIFFERENT_PLANS] if missing and len(numbers_by_plan) > 1 else missing
