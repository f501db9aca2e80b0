"""When requests are due, whether or not earlier ones have been answered."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LoadStage:
    """A part of the schedule in which the rate is constant, or rises or falls evenly.

    Attributes:
        seconds: How long it lasts.
        from_rate: Requests per second at its start.
        to_rate: Requests per second at its end.

    Raises:
        ValueError: No request is due within it.
    """

    seconds: float
    from_rate: float
    to_rate: float

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.arrivals < 1:
            highest = max(self.from_rate, self.to_rate)
            raise ValueError(
                f"No request is due within {self.seconds:g} s at {highest:g}/s: ask for a higher rate or for longer."
            )

    @property
    def arrivals(self) -> float:
        """How many requests fall into it."""
        return round(self.seconds * (self.from_rate + self.to_rate) / 2, 9)

    def time_of(self, arrival: float) -> float:
        """Return when so many requests have become due, in seconds from its start."""
        if self.from_rate == self.to_rate:
            return arrival / self.from_rate
        slope = (self.to_rate - self.from_rate) / self.seconds
        return (math.sqrt(max(0.0, self.from_rate**2 + 2 * slope * arrival)) - self.from_rate) / slope


def due_times(stages: Sequence[LoadStage]) -> Iterator[float]:
    """Yield when each request is due, in seconds from the start of the first stage.

    Example:
        >>> list(due_times([LoadStage(seconds=1, from_rate=4, to_rate=4)]))
        [0.0, 0.25, 0.5, 0.75]
    """
    start = counted = 0.0
    for stage in stages:
        end = round(counted + stage.arrivals, 9)
        for arrival in range(math.ceil(counted), math.ceil(end)):
            yield start + stage.time_of(arrival - counted)
        start, counted = start + stage.seconds, end
