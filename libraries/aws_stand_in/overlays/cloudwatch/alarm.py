"""An alarm: its settings, its state and its history.

Amazon CloudWatch User Guide, "Using Amazon CloudWatch alarms".
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from aws_stand_in.overlays.timestamps import timestamp

OK, ALARM, INSUFFICIENT_DATA = "OK", "ALARM", "INSUFFICIENT_DATA"
STATES = (INSUFFICIENT_DATA, ALARM, OK)
ACTIONS: Mapping[str, str] = {
    OK: "OKActions",
    ALARM: "AlarmActions",
    INSUFFICIENT_DATA: "InsufficientDataActions",
}
"""The member with the actions for a state."""
_NOT_SHOWN = ("Tags",)


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
class Alarm:
    """An alarm.

    Attributes:
        arn: Its ARN.
        settings: The parameters of the request that put it.
        configured_at: When they were given, in epoch seconds.
        state: `OK`, `ALARM` or `INSUFFICIENT_DATA`.
        reason: Why it is in this state.
        reason_data: The same, in JSON.
        changed_at: When the state was set last.
        tags: Its tags, by key.
        history: Its history as DescribeAlarmHistory shows it, newest last.
    """

    kind: ClassVar[str]
    """Its type in responses."""

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
                "AlarmType": self.kind,
                "Timestamp": timestamp(now),
                "HistoryItemType": kind,
                "HistorySummary": summary,
                "HistoryData": data,
            }
        )

    def describe(self) -> dict[str, Any]:
        """Describe it as DescribeAlarms does."""
        defaults = {"ActionsEnabled": True, **{name: [] for name in ACTIONS.values()}}
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


def moment(seconds: float) -> str:
    """Return a time as alarms write it.

    Args:
        seconds: Epoch seconds.
    """
    found = datetime.fromtimestamp(seconds, UTC)
    return f"{found:%Y-%m-%dT%H:%M:%S}.{found.microsecond // 1000:03d}+0000"
