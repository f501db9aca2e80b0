"""Samples of tests that would take minutes together; with `CHAPTERS=all`, all of them."""

import datetime
import os
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def sample_of_the_day(items: Sequence[Item], count: int) -> list[Item]:
    """Return so many of the items, the next ones each day."""
    if os.environ.get("CHAPTERS") == "all":
        return [*items]
    first = datetime.datetime.now(datetime.UTC).toordinal() * count
    return [items[(first + number) % len(items)] for number in range(count)]
