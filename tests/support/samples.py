"""Samples of tests that would take minutes together; with `CHAPTERS=all`, all of them."""

import datetime
import os
from collections.abc import Sequence
from typing import TypeVar

import pytest

Item = TypeVar("Item")


def sample_of_the_day(items: Sequence[Item], count: int) -> list[Item]:
    """Return so many of the items, the next ones each day."""
    if _runs_all():
        return [*items]
    first = _today() * count
    return [items[(first + number) % len(items)] for number in range(count)]


def every_so_many_days(days: int, *, first: int) -> pytest.MarkDecorator:
    """Skip a test except on one of so many days."""
    is_due = _runs_all() or _today() % days == first
    return pytest.mark.skipif(not is_due, reason="runs on another day, and with CHAPTERS=all")


def _runs_all() -> bool:
    return os.environ.get("CHAPTERS") == "all"


def _today() -> int:
    return datetime.datetime.now(datetime.UTC).toordinal()
