"""A share of a measurement: what one process sends."""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from time import perf_counter, sleep
from typing import Any, Self

from load_engine.measurement import Measurement
from load_engine.models import Arrivals, Users, one_by_one
from load_engine.request_template import RequestTemplate
from load_engine.schedule import LoadStage
from load_engine.transports import open_transport

READY = "ready"
"""What a worker prints when its warm-up is over."""


@dataclass(frozen=True)
class Job:
    """What a worker has to do.

    Attributes:
        name: What the measurement is called.
        request: What it sends.
        plan: How it sends.
        warm_up: How many requests it sends beforehand, one after the other, that do not count.
    """

    name: str
    request: RequestTemplate
    plan: Users | Arrivals
    warm_up: int

    def to_json(self) -> str:
        """Return it as one line."""
        kind = type(self.plan).__name__
        fields = {
            "name": self.name,
            "warm_up": self.warm_up,
            "request": self.request.to_json(),
            kind: asdict(self.plan),
        }
        return json.dumps(fields)

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read what `to_json` returned."""
        fields: dict[str, Any] = json.loads(line)
        plan = Users(**fields["Users"]) if "Users" in fields else _arrivals(**fields["Arrivals"])
        return cls(fields["name"], RequestTemplate.from_json(fields["request"]), plan, fields["warm_up"])


def _arrivals(stages: list[dict[str, float]], **fields: int) -> Arrivals:
    return Arrivals(stages=[LoadStage(**stage) for stage in stages], **fields)


def measure(job: Job, await_start: Callable[[], float]) -> Measurement:
    """Do a job.

    Args:
        job: What to do.
        await_start: Called when the warm-up is over; returns when to begin, in seconds of `time.perf_counter`.

    Raises:
        BehindScheduleError: The machine is too slow for the rate.
    """
    users = isinstance(job.plan, Users)
    connections = job.plan.count if isinstance(job.plan, Users) else job.plan.max_in_flight
    transport = open_transport(job.request, connections=connections)
    try:
        for _ in one_by_one(transport, range(-job.warm_up, 0)):
            pass
        measurement = Measurement(job.name, "closed" if users else "open", transport.name)
        start = await_start()
        sleep(max(0.0, start - perf_counter()))
        job.plan.run(transport, measurement, start=start)
        measurement.seconds = perf_counter() - start
    finally:
        transport.close()
    return measurement
