"""An alarm on a metric or on an expression, and what its state should be.

Amazon CloudWatch User Guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data".
"""

import json
import operator
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aws_stand_in.overlays.cloudwatch.alarm import ALARM, INSUFFICIENT_DATA, OK, Alarm, moment

_MINUTE = 60
MORE_PERIODS = 2
"""How many earlier periods are looked at if data are missing."""
_COMPARISONS: Mapping[str, tuple[Callable[[float, float], bool], str]] = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}
COMPARISONS = tuple(_COMPARISONS)
_TREATMENTS = {"breaching": "Breaching", "notBreaching": "NonBreaching"}

Datapoint = tuple[int, float]
"""The beginning of a period, in epoch seconds, and the value of the statistic."""


@dataclass(slots=True)
class MetricAlarm(Alarm):
    """An alarm on a metric or on an expression."""

    kind = "MetricAlarm"

    @property
    def queries(self) -> Sequence[Mapping[str, Any]]:
        """What it watches, as queries for metrics and expressions."""
        settings = self.settings
        if settings.get("Metrics"):
            return list(settings["Metrics"])
        named = {
            "Namespace": settings["Namespace"],
            "MetricName": settings["MetricName"],
            "Dimensions": settings.get("Dimensions") or [],
        }
        stat = {
            "Metric": named,
            "Period": settings["Period"],
            "Stat": settings.get("Statistic") or settings["ExtendedStatistic"],
        }
        unit = {"Unit": settings["Unit"]} if settings.get("Unit") else {}
        query_id = f"m{uuid.uuid5(uuid.NAMESPACE_URL, self.arn).hex}"
        return [{"Id": query_id, "MetricStat": {**stat, **unit}, "ReturnData": True}]

    @property
    def watched(self) -> str:
        """The id of the query whose values are compared."""
        return next(str(one["Id"]) for one in self.queries if one.get("ReturnData", True))

    @property
    def period(self) -> int:
        """The length of a period in seconds."""
        periods = [one["MetricStat"]["Period"] for one in self.queries if "MetricStat" in one]
        return max(periods, default=_MINUTE)

    @property
    def periods(self) -> int:
        """How many periods are looked at."""
        return int(self.settings["EvaluationPeriods"])

    def span(self, now: float) -> tuple[int, int]:
        """Return the beginning and the end of the periods that are looked at, of which the last one still runs."""
        end = int(now) // self.period * self.period + self.period
        return end - (self.periods + MORE_PERIODS + 1) * self.period, end

    def evaluate(self, datapoints: Sequence[Datapoint], now: float) -> tuple[str, str, str] | None:
        """Return the state that the data imply, the reason and its data; None if the state stays what it is.

        Args:
            datapoints: Those of the span, oldest first.
            now: Epoch seconds.
        """
        _, end = self.span(now)
        running = end - self.period
        last = end if datapoints and datapoints[-1][0] == running else running
        first = last - (self.periods + MORE_PERIODS) * self.period
        known = [point for point in datapoints if point[0] >= first][-self.periods :]
        missing = self.periods - len(known)
        breaching = [point for point in known if self._is_breaching(point[1])]
        state = self._state(len(known), len(breaching), missing)
        if state is None or state == self.state:
            return None
        return state, self._reason(state, known, breaching), self._reason_data(known, now)

    def _state(self, known: int, breaching: int, missing: int) -> str | None:
        needed = int(self.settings.get("DatapointsToAlarm") or self.periods)
        if breaching >= needed:
            return ALARM
        if breaching + missing < needed:
            return OK
        treatment = self.settings.get("TreatMissingData", "missing")
        if treatment != "missing":
            return {"breaching": ALARM, "notBreaching": OK}.get(treatment)
        if not known:
            return INSUFFICIENT_DATA
        return ALARM if breaching >= min(needed, known) else OK

    def _is_breaching(self, value: float) -> bool:
        compare, _ = _COMPARISONS[self.settings["ComparisonOperator"]]
        return compare(value, float(self.settings["Threshold"]))

    def _reason(self, state: str, known: Sequence[Datapoint], breaching: Sequence[Datapoint]) -> str:
        if state == INSUFFICIENT_DATA:
            return f"Insufficient Data: {self.periods} {_plural('datapoint', self.periods)} {_were(self.periods)} unknown."
        shown = breaching if state == ALARM else [point for point in known if point not in breaching]
        if not shown:
            treatment = _TREATMENTS[self.settings["TreatMissingData"]]
            return (
                f"Threshold Crossed: no datapoints were received for {self.periods} {_plural('period', self.periods)} and "
                f"{self.periods} missing {_plural('datapoint', self.periods)} {_were(self.periods)} treated as [{treatment}]."
            )
        _, words = _COMPARISONS[self.settings["ComparisonOperator"]]
        values = ", ".join(f"{value} ({_moment(start)})" for start, value in reversed(shown))
        negation = "" if state == ALARM else "not "
        return (
            f"Threshold Crossed: {len(shown)} {_plural('datapoint', len(shown))} [{values}] {_were(len(shown))} {negation}"
            f"{words} the threshold ({float(self.settings['Threshold'])})."
        )

    def _reason_data(self, known: Sequence[Datapoint], now: float) -> str:
        settings = self.settings
        started = {"startDate": moment(known[0][0])} if known else {}
        statistic = {"statistic": settings["Statistic"]} if settings.get("Statistic") else {}
        unit = {"unit": settings["Unit"]} if settings.get("Unit") else {}
        return json.dumps(
            {
                "version": "1.0",
                "queryDate": moment(now),
                **started,
                **unit,
                **statistic,
                "period": self.period,
                "recentDatapoints": [value for _, value in known],
                "threshold": float(settings["Threshold"]),
            }
        )

    def describe(self) -> dict[str, Any]:
        """Describe it as DescribeAlarms does."""
        dimensions: dict[str, Any] = {} if self.settings.get("Metrics") else {"Dimensions": []}
        return {**dimensions, **Alarm.describe(self)}


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%d/%m/%y %H:%M:%S")
