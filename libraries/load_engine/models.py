"""The three ways to send requests: one after the other, by a number of users, or at a rate."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from time import perf_counter
from typing import Any, ClassVar, NamedTuple, Self

from load_engine.measurement import Measurement, Model
from load_engine.schedule import LoadStage, due_times
from load_engine.timed_response import TimedResponse
from load_engine.transports import Transport

LONGEST_WAIT = 0.1
MAX_LATENESS_SECONDS = 1.0


class BehindScheduleError(Exception):
    """The sender can't keep up with its schedule, so it would measure itself."""


@dataclass(frozen=True)
class Users:
    """The closed model: a number of users who each wait for a response before sending the next request.

    A slow server slows its users down, so this says nothing about response times at a given rate (Schroeder, Wierman &
    Harchol-Balter, *Open Versus Closed: A Cautionary Tale*, NSDI 2006).

    Attributes:
        count: How many users there are, and so how many requests are in flight at any time.
        requests: How many requests they send altogether.
        worker: Which of the workers this is, from 0.
        workers: How many workers share the requests: request i belongs to worker i modulo `workers`.
    """

    count: int
    requests: int
    worker: int = 0
    workers: int = 1

    model: ClassVar[Model] = "closed"

    @classmethod
    def shared(cls, count: int, requests: int, workers: int) -> list[Self]:
        """Return what each of several workers does.

        Raises:
            ValueError: There is not at least one user for each worker, or not at least one request for each user.
        """
        if not 1 <= count <= requests:
            raise ValueError(
                f"Expected at least one user, and one request for each; got {count} users and {requests} requests."
            )
        if not 1 <= workers <= count:
            raise ValueError(
                f"Expected at least one worker, and one user for each; got {workers} workers and {count} users."
            )
        shares = zip(_shares(count, workers), _shares(requests, workers), strict=True)
        return [cls(*share, worker, workers) for worker, share in enumerate(shares)]

    @property
    def most_in_flight(self) -> int:
        """How many requests may be in flight at the same time."""
        return self.count

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Read what `dataclasses.asdict` returned."""
        return cls(**fields)

    def run(self, transport: Transport, measurement: Measurement, *, start: float) -> None:
        """Send all requests, beginning with all users at the same moment."""
        numbers = iter(range(self.worker, self.requests * self.workers, self.workers))
        for number in islice(numbers, self.count):
            transport.send(number, perf_counter())
        measurement.peak_in_flight = transport.in_flight
        while transport.in_flight:
            for response in transport.wait(LONGEST_WAIT):
                measurement.record(response, second=_second(response.sent, start))
                if (upcoming := next(numbers, None)) is not None:
                    transport.send(upcoming, perf_counter())


@dataclass(frozen=True)
class Arrivals:
    """The open model: requests are sent when they are due, whether or not earlier ones have been answered.

    Attributes:
        stages: The rate over time.
        max_in_flight: How many requests may wait for a response; one that is due on top of them is dropped and counted.
        worker: Which of the workers this is, from 0.
        workers: How many workers share the schedule: arrival i belongs to worker i modulo `workers`.
    """

    stages: Sequence[LoadStage]
    max_in_flight: int
    worker: int = 0
    workers: int = 1

    model: ClassVar[Model] = "open"

    @classmethod
    def shared(cls, stages: Sequence[LoadStage], max_in_flight: int, workers: int) -> list[Self]:
        """Return what each of several workers does.

        Raises:
            ValueError: There is not at least one request in flight for each worker.
        """
        if not 1 <= workers <= max_in_flight:
            raise ValueError(
                f"max_in_flight is {max_in_flight} for {workers} workers. Expected at least one worker, "
                "and at least one request in flight for each."
            )
        shares = _shares(max_in_flight, workers)
        return [cls(stages, share, worker, workers) for worker, share in enumerate(shares)]

    @property
    def most_in_flight(self) -> int:
        """How many requests may be in flight at the same time."""
        return self.max_in_flight

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Read what `dataclasses.asdict` returned."""
        return cls(**{**fields, "stages": [LoadStage(**stage) for stage in fields["stages"]]})

    def run(self, transport: Transport, measurement: Measurement, *, start: float) -> None:
        """Send every request when it is due.

        Raises:
            BehindScheduleError: A request could be sent only more than a second after it was due.
        """
        measurement.scheduled_seconds = sum(stage.seconds for stage in self.stages)
        schedule = self._schedule(start)
        upcoming = next(schedule, None)
        while upcoming or transport.in_flight:
            while upcoming and upcoming.due <= perf_counter():
                self._send(transport, measurement, upcoming, start=start)
                upcoming = next(schedule, None)
            measurement.peak_in_flight = max(measurement.peak_in_flight, transport.in_flight)
            for response in transport.wait(upcoming.due - perf_counter() if upcoming else LONGEST_WAIT):
                measurement.record(response, second=_second(response.due, start))

    def _schedule(self, start: float) -> "Iterator[_Arrival]":
        for number, seconds in enumerate(due_times(self.stages)):
            if number % self.workers == self.worker:
                yield _Arrival(number, start + seconds)

    def _send(
        self, transport: Transport, measurement: Measurement, arrival: "_Arrival", *, start: float
    ) -> None:
        late = perf_counter() - arrival.due
        if late > MAX_LATENESS_SECONDS:
            raise BehindScheduleError(
                f"Request {arrival.number + 1} could only be sent {late:.1f} s after it was due: "
                "lower the rate, or send from more workers or from a separate machine."
            )
        if transport.in_flight >= self.max_in_flight:
            label = transport.source.request_of(arrival.number).label
            measurement.record_drop(second=_second(arrival.due, start), label=label)
        else:
            transport.send(arrival.number, arrival.due)


class _Arrival(NamedTuple):
    number: int
    due: float


def one_by_one(transport: Transport, numbers: Sequence[int]) -> Iterator[TimedResponse]:
    """Send these repetitions, each after the response to the previous one."""
    for number in numbers:
        transport.send(number, perf_counter())
        finished: list[TimedResponse] = []
        while not finished:
            finished.extend(transport.wait(LONGEST_WAIT))
        yield finished[0]


def _shares(whole: int, workers: int) -> list[int]:
    """Return how much of a whole is each worker's: as much as the others', or one more."""
    return [whole // workers + (worker < whole % workers) for worker in range(workers)]


def _second(moment: float, start: float) -> int:
    return max(0, int(moment - start))
