"""A metric alarm: its settings, its state, and what its state should be.

Amazon CloudWatch User Guide, "Alarm evaluation" and "Configuring how CloudWatch alarms treat missing data".
"""

import json
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from aws_stand_in.overlays.timestamps import timestamp

OK, ALARM, INSUFFICIENT_DATA = "OK", "ALARM", "INSUFFICIENT_DATA"
STATES = (INSUFFICIENT_DATA, ALARM, OK)
ACTIONS: Mapping[str, str] = {
    OK: "OKActions",
    ALARM: "AlarmActions",
    INSUFFICIENT_DATA: "InsufficientDataActions",
}
"""The member with the actions for a state."""
MORE_PERIODS = 2
"""How many earlier periods are looked at if data are missing."""
_COMPARISONS: Mapping[str, tuple[Callable[[float, float], bool], str]] = {
    "GreaterThanOrEqualToThreshold": (operator.ge, "greater than or equal to"),
    "GreaterThanThreshold": (operator.gt, "greater than"),
    "LessThanThreshold": (operator.lt, "less than"),
    "LessThanOrEqualToThreshold": (operator.le, "less than or equal to"),
}
COMPARISONS = tuple(_COMPARISONS)
_NOT_SHOWN = ("Tags",)
_TREATMENTS = {"breaching": "Breaching", "notBreaching": "NonBreaching"}

Datapoint = tuple[int, float]
"""The beginning of a period, in epoch seconds, and the value of the statistic."""


@dataclass(frozen=True, slots=True)
class AlarmState:
    """The state of an alarm since it was set.

    Attributes:
        value: `OK`, `ALARM` or `INSUFFICIENT_DATA`.
        reason: Why it is in this state.
        reason_data: The same, in JSON.
        changed_at: When the state was set, in epoch seconds.
    """

    value: str
    reason: str
    reason_data: str
    changed_at: float

    def describe(self) -> dict[str, Any]:
        """Describe it as the history does."""
        data = {"stateReasonData": json.loads(self.reason_data)} if self.reason_data else {}
        return {"stateValue": self.value, "stateReason": self.reason, **data}


@dataclass(slots=True)
class MetricAlarm:
    """An alarm.

    Attributes:
        arn: Its ARN.
        settings: The parameters of PutMetricAlarm.
        configured_at: When they were given, in epoch seconds.
        state: `OK`, `ALARM` or `INSUFFICIENT_DATA`.
        reason: Why it is in this state.
        reason_data: The same, in JSON.
        changed_at: When the state was set last.
        tags: Its tags, by key.
        history: Its history as DescribeAlarmHistory shows it, newest last.
    """

    arn: str
    settings: dict[str, Any]
    configured_at: float
    state: str = INSUFFICIENT_DATA
    reason: str = "Unchecked: Initial alarm creation"
    reason_data: str = ""
    changed_at: float = 0.0
    tags: dict[str, str] = field(default_factory=dict)
    history: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self.settings["AlarmName"])

    @property
    def present(self) -> AlarmState:
        """The state that it is in."""
        return AlarmState(self.state, self.reason, self.reason_data, self.changed_at)

    @property
    def statistic(self) -> str:
        """The statistic that is compared, such as `Sum` or `p99`."""
        return str(self.settings.get("Statistic") or self.settings["ExtendedStatistic"])

    @property
    def period(self) -> int:
        """The length of a period in seconds."""
        return int(self.settings["Period"])

    @property
    def periods(self) -> int:
        """How many periods are looked at."""
        return int(self.settings["EvaluationPeriods"])

    def span(self, now: float) -> tuple[int, int]:
        """Return the beginning and the end of the periods that are looked at, of which the last one still runs."""
        end = int(now) // self.period * self.period + self.period
        return end - (self.periods + MORE_PERIODS + 1) * self.period, end

    def judge(self, datapoints: Sequence[Datapoint], now: float) -> tuple[str, str, str] | None:
        """Return the state that data speak for, the reason and its data; None if the state stays what it is.

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

    def change(self, state: str, reason: str, reason_data: str, now: float) -> AlarmState:
        """Set the state, and return the one before."""
        before = self.present
        self.state, self.reason, self.reason_data, self.changed_at = state, reason, reason_data, now
        described = {
            "version": "1.0",
            "oldState": before.describe(),
            "newState": self.present.describe(),
        }
        self.note("StateUpdate", f"Alarm updated from {before.value} to {state}", json.dumps(described), now)
        return before

    def note(self, kind: str, summary: str, data: str, now: float) -> None:
        """Write into the history."""
        self.history.append(
            {
                "AlarmName": self.name,
                "AlarmType": "MetricAlarm",
                "Timestamp": timestamp(now),
                "HistoryItemType": kind,
                "HistorySummary": summary,
                "HistoryData": data,
            }
        )

    def describe(self) -> dict[str, Any]:
        """Describe it as DescribeAlarms does."""
        defaults = {"ActionsEnabled": True, "Dimensions": [], **{name: [] for name in ACTIONS.values()}}
        settings = {name: value for name, value in self.settings.items() if name not in _NOT_SHOWN}
        return {
            **defaults,
            **settings,
            "AlarmArn": self.arn,
            "AlarmConfigurationUpdatedTimestamp": timestamp(self.configured_at),
            "StateValue": self.state,
            "StateReason": self.reason,
            **({"StateReasonData": self.reason_data} if self.reason_data else {}),
            "StateUpdatedTimestamp": timestamp(self.changed_at),
            "StateTransitionedTimestamp": timestamp(self.changed_at),
        }


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def moment(seconds: float) -> str:
    """Return a time as alarms write it.

    Args:
        seconds: Epoch seconds.
    """
    found = datetime.fromtimestamp(seconds, UTC)
    return f"{found:%Y-%m-%dT%H:%M:%S}.{found.microsecond // 1000:03d}+0000"


def _moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%d/%m/%y %H:%M:%S")
