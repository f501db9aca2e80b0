"""Days, months and moments, all in UTC."""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

Clock = Callable[[], float]


def day_of(moment: float) -> date:
    """The day of a moment in epoch seconds."""
    return datetime.fromtimestamp(moment, UTC).date()


def month_of(day: date) -> str:
    """The day's month, such as `2026-11`."""
    return day.isoformat()[:7]


def first_of_next_month(day: date) -> date:
    """The day on which the next month begins."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def seconds_until(day: date, now: float) -> int:
    """Whole seconds after which a day has begun, 1 at least."""
    return max(1, math.ceil(datetime.combine(day, time(), UTC).timestamp() - now))


def whole_seconds(left: float) -> int:
    """A time to wait, rounded up to whole seconds, 1 at least; what floating-point sums are off by does not count."""
    return max(1, math.ceil(round(left, 3)))


def iso(moment: float, precision: Literal["seconds", "milliseconds"] = "seconds") -> str:
    """A moment as RFC 3339 has it: `2026-11-22T10:26:40Z`."""
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec=precision)
    return text.removesuffix("+00:00") + "Z"
