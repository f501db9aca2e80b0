"""Rates and stages of load as people write them."""

import re
from dataclasses import dataclass
from typing import Self

from robot.utils import timestr_to_secs

from load_engine.schedule import Stage

_RATE = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)\s*(?:/|per)\s*(?P<unit>s|sec|second|min|minute|h|hour)", re.IGNORECASE
)
_UNITS = {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600}
_STAGE = re.compile(r"(?:(?P<from>.+?)\s+to\s+)?(?P<to>.+?)\s+(?:for|in)\s+(?P<time>.+)", re.IGNORECASE)


@dataclass(frozen=True)
class Rate:
    """How many requests are due in which time, as `200/s`, `30 per minute` or `5000/h`."""

    per_second: float

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a rate.

        Raises:
            ValueError: It is something else.

        Example:
            >>> Rate.parse("30/min").per_second
            0.5
        """
        match = _RATE.fullmatch(text.strip())
        if not match:
            raise ValueError(
                f"{text!r} is no rate. Expected a number of requests and a time, as 200/s or 30/min."
            )
        return cls(float(match["number"]) / _UNITS[match["unit"].lower()])

    def __str__(self) -> str:
        return f"{self.per_second:g}/s"


def parse_stage(text: str) -> Stage:
    """Read a stage: `200/s for 30 s`, or `0/s to 200/s in 10 s` for a rate that rises or falls.

    Raises:
        ValueError: It is something else.

    Example:
        >>> parse_stage("0/s to 200/s in 10 s").arrivals
        1000.0
    """
    match = _STAGE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text!r} is no stage. Expected '200/s for 30 s' or '0/s to 200/s in 10 s'.")
    to_rate = Rate.parse(match["to"]).per_second
    from_rate = Rate.parse(match["from"]).per_second if match["from"] else to_rate
    return checked_stage(timestr_to_secs(match["time"]), from_rate, to_rate)


def checked_stage(seconds: float, from_rate: float, to_rate: float) -> Stage:
    """A stage in which at least one request is due.

    Raises:
        ValueError: There is none.
    """
    stage = Stage(seconds, from_rate, to_rate)
    if seconds <= 0 or stage.arrivals < 1:
        raise ValueError(
            f"No request is due within {seconds:g} s at {max(from_rate, to_rate):g}/s: ask for more or for longer."
        )
    return stage
