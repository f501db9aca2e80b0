"""Rates of load as testers write them."""

import re
from dataclasses import dataclass
from typing import Self

_RATE = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)\s*(?:/|per)\s*(?P<unit>s|sec|second|min|minute|h|hour)", re.IGNORECASE
)
_UNITS = {"s": 1, "sec": 1, "second": 1, "min": 60, "minute": 60, "h": 3600, "hour": 3600}


@dataclass(frozen=True)
class Rate:
    """How many requests are due in which time, such as `200/s`, `30 per minute` or `5000/h`."""

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
                f"{text!r} is not a rate. Expected a number of requests and a time, such as 200/s or 30/min."
            )
        return cls(float(match["number"]) / _UNITS[match["unit"].lower()])

    def __str__(self) -> str:
        return f"{self.per_second:g}/s"
