"""A share of a measurement: what one process sends."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pkgutil import resolve_name
from time import perf_counter, sleep
from typing import Any, Self

from load_engine.measurement import Measurement
from load_engine.models import Arrivals, Users, one_by_one
from load_engine.population import Population
from load_engine.progress_reporting import progress_reporting
from load_engine.request_template import JobSource, RenewableSource
from load_engine.transports import open_transport

Plan = Users | Arrivals | Population
_PLANS: dict[str, type[Users] | type[Arrivals] | type[Population]] = {
    plan.__name__: plan for plan in (Users, Arrivals, Population)
}

READY = "ready"
"""What a worker prints after its warm-up."""


@dataclass(frozen=True)
class Job:
    """What a worker has to do.

    Attributes:
        name: What the measurement is called.
        request: What it sends: a template, or another source that has a JSON form.
        plan: How it sends.
        warm_up: How many requests it sends beforehand, one after the other, that do not count.
    """

    name: str
    request: JobSource
    plan: Plan
    warm_up: int

    def renew(self, tokens: Sequence[str]) -> None:
        """Send these tokens from now on, if the requests come from a source whose tokens are renewed."""
        if isinstance(self.request, RenewableSource):
            self.request.renew(tokens)

    def to_json(self) -> str:
        """Return it as one line."""
        fields = {
            "name": self.name,
            "warm_up": self.warm_up,
            "source": f"{type(self.request).__module__}:{type(self.request).__qualname__}",
            "request": self.request.to_json(),
            "model": type(self.plan).__name__,
            "plan": asdict(self.plan),
        }
        return json.dumps(fields)

    @classmethod
    def from_json(cls, line: str) -> Self:
        """Read what `to_json` returned."""
        fields: dict[str, Any] = json.loads(line)
        plan = _PLANS[fields["model"]].from_json(fields["plan"])
        source: type[JobSource] = resolve_name(fields["source"])
        return cls(fields["name"], source.from_json(fields["request"]), plan, fields["warm_up"])


def measure(job: Job, await_start: Callable[[], float]) -> Measurement:
    """Do a job.

    Args:
        job: What to do.
        await_start: Called after the warm-up; returns when to begin, in seconds of `time.perf_counter`.

    Raises:
        BehindScheduleError: The machine is too slow for the rate.
    """
    transport = open_transport(job.request, connections=job.plan.most_in_flight)
    try:
        for _ in one_by_one(transport, range(-job.warm_up, 0)):
            pass
        measurement = Measurement(job.name, job.plan.model, transport.name)
        start = await_start()
        sleep(max(0.0, start - perf_counter()))
        with progress_reporting(measurement):
            job.plan.run(transport, measurement, start=start)
        measurement.seconds = perf_counter() - start
    finally:
        transport.close()
    return measurement
