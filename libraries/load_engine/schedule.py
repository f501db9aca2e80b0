"""When requests are due, whether or not the ones before have been answered."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class LoadStage:
    """A part of the schedule whose rate is constant or rises or falls evenly.

    Attributes:
        seconds: How long it lasts.
        from_rate: Requests a second at its begin.
        to_rate: Requests a second at its end.

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
        """When this many requests have been due, in seconds from its begin."""
        if self.from_rate == self.to_rate:
            return arrival / self.from_rate
        slope = (self.to_rate - self.from_rate) / self.seconds
        return (math.sqrt(max(0.0, self.from_rate**2 + 2 * slope * arrival)) - self.from_rate) / slope


def due_times(stages: Sequence[LoadStage]) -> Iterator[float]:
    """When each request is due, in seconds from the begin of the first stage.

    Example:
        >>> list(due_times([LoadStage(seconds=1, from_rate=4, to_rate=4)]))
        [0.0, 0.25, 0.5, 0.75]
    """
    begin = counted = 0.0
    for stage in stages:
        end = round(counted + stage.arrivals, 9)
        for arrival in range(math.ceil(counted), math.ceil(end)):
            yield begin + stage.time_of(arrival - counted)
        begin, counted = begin + stage.seconds, end
