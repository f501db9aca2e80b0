"""What was measured, in a form that merges over tests, processes and machines."""

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Self

from load_engine.statistics.histogram import Histogram
from load_engine.statistics.percentiles import nearest_rank
from load_engine.timed_response import Phases, TimedResponse

Model = Literal["sequential", "closed", "open"]

TOLERATED_LATENESS = 0.1
_PERCENTILE = re.compile(r"(?P<late>late_)?p\((?P<percent>\d+(?:\.\d+)?)\)")


@dataclass
class Measurement:
    """Response times, and counts of everything else that happened.

    Attributes:
        name: What was measured.
        model: One request after the other, a number of users (closed), or a rate (open).
        transport: What sent the requests.
        seconds: How long requests were sent.
        latency: Microseconds of each successful request: at the socket, in the open model from when it was due.
        lateness: How many microseconds after their due time the requests were sent.
        phases: Microseconds by phase. Opening a connection counts only where one was opened.
        statuses: Number of responses by HTTP status.
        errors: Number of failed requests by what went wrong.
        dropped: Number of requests that were due but not sent because too many were in flight.
        connections: How many connections were opened.
        peak_in_flight: The largest number of requests that were waiting for a response at the same time.
        scheduled_seconds: How long the schedule of the open model lasted; 0 for the other models.
        timeline: Latency by second of the run.
        failures_by_second: Failed and dropped requests by second of the run.
        invalid: Why the figures can't be judged, such as a sender that was lost; None if they can.
        parts: What each kind of request has contributed, by its name, where several are mixed.
    """

    name: str
    model: Model
    transport: str
    seconds: float = 0.0
    latency: Histogram = field(default_factory=Histogram)
    lateness: Histogram = field(default_factory=Histogram)
    phases: dict[str, Histogram] = field(
        default_factory=lambda: {name: Histogram() for name in Phases._fields}
    )
    statuses: Counter[str] = field(default_factory=Counter)
    errors: Counter[str] = field(default_factory=Counter)
    dropped: int = 0
    connections: int = 0
    peak_in_flight: int = 0
    scheduled_seconds: float = 0.0
    timeline: dict[int, Histogram] = field(default_factory=dict)
    failures_by_second: Counter[int] = field(default_factory=Counter)
    invalid: str | None = None
    parts: "dict[str, Measurement]" = field(default_factory=dict)

    @property
    def failed(self) -> int:
        """How many requests got no response, or one with another status than 2xx."""
        return self.errors.total()

    @property
    def sent(self) -> int:
        """How many requests were sent."""
        return len(self.latency) + self.failed

    def record(self, response: TimedResponse, *, second: int) -> None:
        """Count one request by its response."""
        self._count(response, second)
        if response.label is not None:
            self._part(response.label)._count(response, second)

    def _count(self, response: TimedResponse, second: int) -> None:
        self.connections += response.new_connections
        if response.status:
            self.statuses[str(response.status)] += 1
        if self.model == "open":
            self.lateness.record(response.lateness)
        if (error := response.error) is not None:
            self.errors[error] += 1
            self.failures_by_second[second] += 1
            return
        latency = response.latency if self.model == "open" else response.duration
        self.latency.record(latency)
        if second not in self.timeline:
            self.timeline[second] = Histogram()
        self.timeline[second].record(latency)
        self.phases["server"].record(response.phases.server)
        if response.new_connections:
            self._record_opening_phases(response.phases)

    def record_opening(self, response: TimedResponse) -> None:
        """Record only what it cost to open a connection, for a request that does not count."""
        if response.new_connections:
            self._record_opening_phases(response.phases)

    def record_drop(self, *, second: int, label: str | None = None) -> None:
        """Count one request that was due but not sent."""
        if label is not None:
            self._part(label).record_drop(second=second)
        self.dropped += 1
        self.failures_by_second[second] += 1

    def merge_concurrent(self, other: "Measurement") -> None:
        """Add what another process measured at the same time."""
        self._add_counts(other)
        self.seconds = max(self.seconds, other.seconds)
        self.scheduled_seconds = max(self.scheduled_seconds, other.scheduled_seconds)
        self.peak_in_flight += other.peak_in_flight

    def merge_successive(self, other: "Measurement") -> None:
        """Add what was measured at another time."""
        self._add_counts(other)
        self.seconds += other.seconds
        self.scheduled_seconds += other.scheduled_seconds
        self.peak_in_flight = max(self.peak_in_flight, other.peak_in_flight)

    def split(self) -> "list[Measurement]":
        """Return this measurement without its parts, and its parts, which have lasted as long."""
        lasted = self.seconds, self.scheduled_seconds
        parts = [
            replace(part, seconds=lasted[0], scheduled_seconds=lasted[1]) for part in self.parts.values()
        ]
        return [replace(self, parts={}), *parts]

    def percentile(self, percent: float) -> float:
        """Return a percentile in milliseconds. A request that failed or was dropped counts as slower than any response.

        Returns:
            Infinity if the percentile falls on a request that failed or was dropped.

        Raises:
            ValueError: No request was due.
        """
        rank = nearest_rank(self.sent + self.dropped, percent)
        return self.latency.at_rank(rank) / 1000 if rank <= len(self.latency) else math.inf

    def value(self, metric: str) -> float:
        """Return one number by its name in a threshold.

        Raises:
            ValueError: There is no such metric, it needs a schedule and there was none, or nothing was measured.
        """
        require_metric(metric)
        if needs_schedule(metric) and not self.scheduled_seconds:
            raise ValueError(
                f"{metric} says how a schedule was kept, and {self.name} had none: its requests were sent one after "
                "the other, or by users."
            )
        if match := _PERCENTILE.fullmatch(metric):
            percent = float(match["percent"])
            return self.lateness.percentile(percent) / 1000 if match["late"] else self.percentile(percent)
        return METRICS[metric](self)

    def figures(self) -> dict[str, float]:
        """Return the numbers for reports. A percentile that falls on a failed request is left out."""
        figures = {f"p{percent}_ms": self.percentile(percent) for percent in (50, 95, 99)}
        if len(self.latency):
            extremes = {"avg": self.latency.mean, "min": self.latency.minimum, "max": self.latency.maximum}
            figures |= {f"{name}_ms": value / 1000 for name, value in extremes.items()}
        phases = {name: histogram for name, histogram in self.phases.items() if len(histogram)}
        figures |= {f"{name}_p50_ms": histogram.percentile(50) / 1000 for name, histogram in phases.items()}
        figures |= {"throughput_per_s": self.value("throughput"), "error_rate": self.value("error_rate")}
        figures |= {"connection_reuse": self.value("reuse"), "count": self.sent}
        if self.scheduled_seconds:
            figures |= {"offered_per_s": self.value("offered"), "dropped": self.dropped}
        if len(self.lateness):
            figures |= {"peak_in_flight": self.peak_in_flight, "late_p99_ms": self.lateness_ms(99)}
        return {name: round(value, 5) for name, value in figures.items() if math.isfinite(value)}

    def lateness_ms(self, percent: float) -> float:
        """Return a percentile of the lateness in milliseconds; 0 if there was no schedule."""
        return self.lateness.percentile(percent) / 1000 if len(self.lateness) else 0.0

    def inconclusive_reason(self, metric: str, limit: float) -> str | None:  # noqa: ARG002 - the interface
        """Return why the figures can't be judged.

        The sender's lateness is no such reason: it is part of the response times, so it only ever makes them longer.
        """
        if metric in ("reuse", "connections") and not self._counts_connections:
            return f"{self.transport} does not count connections"
        return self.invalid

    def other_explanation(self, metric: str, limit: float) -> str | None:
        """Return that the sender itself was late, if that was by more than a tenth of the limit."""
        late = self.lateness_ms(99)
        if not is_latency(metric) or late <= limit * TOLERATED_LATENESS:
            return None
        return (
            f"This says little about the server, since the requests were sent late: late_p(99) is {late:.3g} ms. "
            "The machine that sends is too busy: lower the rate, or send from a machine of its own."
        )

    def to_json(self) -> dict[str, Any]:
        """Return everything, for a pipe or a file."""
        return {
            **vars(self),
            "latency": self.latency.to_json(),
            "lateness": self.lateness.to_json(),
            "phases": {name: histogram.to_json() for name, histogram in self.phases.items()},
            "timeline": {str(second): histogram.to_json() for second, histogram in self.timeline.items()},
            "parts": {label: part.to_json() for label, part in self.parts.items()},
        }

    @classmethod
    def from_json(cls, fields: Mapping[str, Any]) -> Self:
        """Read what `to_json` returned."""
        return cls(
            **{
                **fields,
                "latency": Histogram.from_json(fields["latency"]),
                "lateness": Histogram.from_json(fields["lateness"]),
                "phases": {name: Histogram.from_json(counts) for name, counts in fields["phases"].items()},
                "statuses": Counter(fields["statuses"]),
                "errors": Counter(fields["errors"]),
                "timeline": {int(s): Histogram.from_json(counts) for s, counts in fields["timeline"].items()},
                "failures_by_second": Counter({int(s): n for s, n in fields["failures_by_second"].items()}),
                "parts": {label: cls.from_json(part) for label, part in fields.get("parts", {}).items()},
            }
        )

    def _add_counts(self, other: "Measurement") -> None:
        for own, others in ((self.latency, other.latency), (self.lateness, other.lateness)):
            own.merge(others)
        for phase, histogram in other.phases.items():
            self.phases[phase].merge(histogram)
        for second, histogram in other.timeline.items():
            self.timeline.setdefault(second, Histogram()).merge(histogram)
        self.statuses.update(other.statuses)
        self.errors.update(other.errors)
        self.failures_by_second.update(other.failures_by_second)
        self.dropped += other.dropped
        self.invalid = self.invalid or other.invalid
        self.connections += other.connections
        for label, part in other.parts.items():
            self._part(label)._add_counts(part)

    @property
    def _counts_connections(self) -> bool:
        return not self.transport.startswith("Locust")

    def _part(self, label: str) -> "Measurement":
        if label not in self.parts:
            self.parts[label] = Measurement(f"{self.name}: {label}", self.model, self.transport)
        return self.parts[label]

    def _record_opening_phases(self, phases: Phases) -> None:
        self.phases["name_lookup"].record(phases.name_lookup)
        self.phases["connect"].record(phases.connect)
        if phases.tls:
            self.phases["tls"].record(phases.tls)


def is_latency(metric: str) -> bool:
    """Tell whether this metric is a response time in milliseconds."""
    return metric.startswith("p(") or metric in ("avg", "med", "min", "max")


def _unless_failed(milliseconds: Callable[[Histogram], float]) -> Callable[[Measurement], float]:
    """Return a metric over all response times that is infinite if a request failed."""
    return lambda measured: (
        math.inf if measured.failed + measured.dropped else milliseconds(measured.latency) / 1000
    )


def _reuse(measured: Measurement) -> float:
    """Return the share of responses for which no connection had to be opened; 0 if there were no responses."""
    responses = measured.statuses.total()
    return max(0.0, 1 - measured.connections / responses) if responses else 0.0


def _error_rate(measured: Measurement) -> float:
    due = measured.sent + measured.dropped
    return (measured.failed + measured.dropped) / due if due else 0.0


def _minimum(measured: Measurement) -> float:
    return measured.latency.minimum / 1000 if len(measured.latency) else math.inf


def needs_schedule(metric: str) -> bool:
    """Return whether a metric says how a schedule was kept, which only the open model has."""
    return metric == "offered" or metric.startswith("late_p(")


METRICS: dict[str, Callable[[Measurement], float]] = {
    "avg": _unless_failed(lambda latency: latency.mean),
    "med": lambda measured: measured.percentile(50),
    "min": _minimum,
    "max": _unless_failed(lambda latency: latency.maximum),
    "rate": _error_rate,
    "error_rate": _error_rate,
    "errors": lambda measured: measured.failed,
    "count": lambda measured: measured.sent,
    "throughput": lambda measured: len(measured.latency) / measured.seconds,
    "offered": lambda measured: (measured.sent + measured.dropped) / measured.scheduled_seconds,
    "dropped": lambda measured: measured.dropped,
    "reuse": _reuse,
    "connections": lambda measured: measured.connections,
}


def require_metric(name: str) -> None:
    """Require that a measurement has a metric of this name.

    Raises:
        ValueError: It has none.

    Example:
        >>> require_metric("p(99.9)")
    """
    percentile = _PERCENTILE.fullmatch(name)
    if name not in METRICS and percentile is None:
        raise ValueError(
            f"There is no metric {name!r}. The metrics are p(95), late_p(99), {', '.join(METRICS)}."
        )
    if percentile is not None and not 0 < float(percentile["percent"]) <= 100:  # noqa: PLR2004 - per cent
        raise ValueError(f"There is no metric {name!r}: a percentile is more than 0 and at most 100.")
