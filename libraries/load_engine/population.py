"""The closed model with users who come and go, and think between their requests."""

import heapq
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any, ClassVar, Self

from load_engine.measurement import Measurement, Model
from load_engine.transports import Transport

LONGEST_WAIT = 0.1


@dataclass(frozen=True)
class UserStage:
    """A part of the schedule in which the number of users is constant, or rises or falls evenly.

    Attributes:
        seconds: How long it lasts.
        from_users: How many users there are at its start.
        to_users: How many there are at its end.

    Raises:
        ValueError: It takes no time, or has no user.
    """

    seconds: float
    from_users: int
    to_users: int

    def __post_init__(self) -> None:
        if self.seconds <= 0 or not max(self.from_users, self.to_users):
            raise ValueError("A stage needs some time and at least one user.")

    def users_at(self, seconds: float) -> float:
        """Return how many users there are so many seconds from its start."""
        return self.from_users + (self.to_users - self.from_users) * seconds / self.seconds

    def next_arrival(self, user: int, after: float) -> float | None:
        """Return when this user is there first, at this time or later, in seconds from its start; None for never.

        Users are numbered from 0: with 2.5 users there are user 0 and user 1.
        """
        if self.users_at(after) >= user + 1:
            return after
        if self.to_users < user + 1:
            return None
        return self.seconds * (user + 1 - self.from_users) / (self.to_users - self.from_users)


@dataclass(frozen=True)
class Population:
    """A number of users over time, each of whom waits for a response, then thinks, then sends the next request.

    Attributes:
        stages: The number of users over time.
        think_time: The shortest and the longest time in seconds between a response and the next request of its user.
        seed: Makes the times repeatable.
        worker: Which of the workers this is, from 0.
        workers: How many workers share the users: user i belongs to worker i modulo `workers`.
    """

    stages: Sequence[UserStage]
    think_time: tuple[float, float] = (0.0, 0.0)
    seed: int = 0
    worker: int = 0
    workers: int = 1

    model: ClassVar[Model] = "closed"

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Read what `dataclasses.asdict` returned."""
        return cls(**{**fields, "stages": [UserStage(**stage) for stage in fields["stages"]]})

    @property
    def most_in_flight(self) -> int:
        """How many requests may be in flight at the same time."""
        return self.most_users

    @property
    def most_users(self) -> int:
        """The largest number of users that are there at the same time."""
        return max(max(stage.from_users, stage.to_users) for stage in self.stages)

    @property
    def seconds(self) -> float:
        """How long all stages last."""
        return sum(stage.seconds for stage in self.stages)

    def next_arrival(self, user: int, after: float) -> float | None:
        """Return when this user is there first, at this time or later, in seconds from the start; None for never again."""
        begin = 0.0
        for stage in self.stages:
            if after < begin + stage.seconds:
                moment = stage.next_arrival(user, max(0.0, after - begin))
                if moment is not None:
                    return begin + moment
            begin += stage.seconds
        return None

    def run(self, transport: Transport, measurement: Measurement, *, start: float) -> None:
        """Have the users send their requests until the last stage is over."""
        _Users(self, transport, measurement, start).run()


class _Users:
    """The users while they send: when each will send next, and which request is whose."""

    def __init__(
        self, population: Population, transport: Transport, measurement: Measurement, start: float
    ) -> None:
        self._population = population
        self._transport = transport
        self._measurement = measurement
        self._start = start
        self._random = random.Random(f"{population.seed} {population.worker}")  # noqa: S311 - think times are not secret
        self._sent = 0
        self._users_by_request: dict[int, int] = {}
        self._next: list[tuple[float, int]] = []
        for user in range(population.worker, population.most_users, population.workers):
            self._schedule(user, 0.0)

    def run(self) -> None:
        """Send until no further request is due and every request is answered."""
        while self._next or self._transport.in_flight:
            while self._next and self._next[0][0] <= self._now():
                self._send(heapq.heappop(self._next)[1])
            in_flight = self._transport.in_flight
            self._measurement.peak_in_flight = max(self._measurement.peak_in_flight, in_flight)
            for response in self._transport.wait(self._seconds_to_wait()):
                self._measurement.record(response, second=max(0, int(response.sent - self._start)))
                thought = self._random.uniform(*self._population.think_time)
                self._schedule(self._users_by_request.pop(response.number), self._now() + thought)

    def _now(self) -> float:
        return perf_counter() - self._start

    def _seconds_to_wait(self) -> float:
        return min(LONGEST_WAIT, self._next[0][0] - self._now()) if self._next else LONGEST_WAIT

    def _schedule(self, user: int, after: float) -> None:
        moment = self._population.next_arrival(user, after)
        if moment is not None:
            heapq.heappush(self._next, (moment, user))

    def _send(self, user: int) -> None:
        number = self._sent * self._population.workers + self._population.worker
        self._sent += 1
        self._users_by_request[number] = user
        self._transport.send(number, perf_counter())
