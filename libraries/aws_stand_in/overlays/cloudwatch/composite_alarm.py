"""A composite alarm: its rule, its state, and the alarm that suppresses its actions.

Amazon CloudWatch User Guide, "Create a composite alarm" and "Composite alarm action suppression"; the words of reasons are those
of its "Alarm events and EventBridge".
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Any

from aws_stand_in.overlays.cloudwatch.alarm import ALARM, OK, Alarm, AlarmState, moment
from aws_stand_in.overlays.cloudwatch.alarm_rules import AlarmRule

BY_ALARM, BY_WAITING, BY_EXTENSION = "Alarm", "WaitPeriod", "ExtensionPeriod"


@dataclass(slots=True)
class Suppression:
    """Actions that are held back.

    Attributes:
        before: The state before the change that they are for.
        by: `Alarm`, `WaitPeriod` or `ExtensionPeriod`.
        until: When a period ends, in epoch seconds.
    """

    before: AlarmState
    by: str
    until: float = 0.0


@dataclass(kw_only=True)
class CompositeAlarm(Alarm):
    """An alarm on the states of others.

    Attributes:
        is_new: Whether its rule was not evaluated since it was given.
        seen: The states of the alarms of its rule when it was evaluated last.
        suppression: What holds its actions back; None if nothing does.
    """

    kind = "CompositeAlarm"
    is_new: bool = True
    seen: Mapping[str, str | None] = field(default_factory=dict)
    suppression: Suppression | None = None

    @cached_property
    def rule(self) -> AlarmRule:
        """Its rule."""
        return AlarmRule(self.settings["AlarmRule"])

    @property
    def suppressor(self) -> str | None:
        """The name or ARN of the alarm that suppresses its actions."""
        return self.settings.get("ActionsSuppressor")

    def configure(self, settings: dict[str, Any], now: float) -> None:
        """Give it other settings; its state stays until its rule is evaluated."""
        self.settings, self.configured_at, self.is_new, self.seen = settings, now, True, {}
        self.__dict__.pop("rule", None)

    def evaluate(self, alarms: Mapping[str, Alarm]) -> tuple[str, str, str] | None:
        """Return the state that its rule implies, the reason and its data; None if the state stays what it is.

        Only a change of an alarm that the rule names, or of the rule, is looked at: a state set by hand stays until then.

        Args:
            alarms: The alarms by names and ARNs.
        """
        states = {name: alarms[name].state if name in alarms else None for name in self.rule.children}
        changed = [name for name in states if name in alarms and self.seen.get(name) != states[name]]
        was_new, self.is_new = self.is_new, False
        if not was_new and not changed:
            return None
        self.seen = states
        state = ALARM if self.rule.is_met(states.get) else OK
        if state == self.state:
            return None
        triggering = [alarms[name] for name in changed]
        reason = self._creation(state) if was_new else _transition(triggering[-1])
        return state, reason, "" if was_new else _reason_data(triggering)

    def _creation(self, state: str) -> str:
        done = "created" if self.changed_at == self.configured_at else "updated"
        return f"{self.arn} was {done} and its alarm rule evaluates to {state}"

    def suppressed(self) -> dict[str, str]:
        """Describe what holds its actions back."""
        if self.suppression is None:
            return {}
        by = self.suppression.by
        return {"ActionsSuppressedBy": by, "ActionsSuppressedReason": f"Actions suppressed by {by}"}

    def describe(self) -> dict[str, Any]:
        """Describe it as DescribeAlarms does."""
        return {**super().describe(), **self.suppressed()}


def _transition(alarm: Alarm) -> str:
    when = datetime.fromtimestamp(alarm.changed_at, UTC)
    return f"{alarm.arn} transitioned to {alarm.state} at {when:%A %d %B, %Y %H:%M:%S} UTC"


def _reason_data(alarms: list[Alarm]) -> str:
    triggering = [
        {"arn": alarm.arn, "state": {"value": alarm.state, "timestamp": moment(alarm.changed_at)}}
        for alarm in alarms
    ]
    return json.dumps({"triggeringAlarms": triggering})


def by_names_and_arns(alarms: Mapping[str, Alarm]) -> dict[str, Alarm]:
    """Return alarms by what rules call them."""
    return {**alarms, **{alarm.arn: alarm for alarm in alarms.values()}}


def in_order(alarms: Mapping[str, Alarm]) -> Iterator[CompositeAlarm]:
    """Yield the composite alarms, those that others depend on first; none that a cycle leads to."""
    known = by_names_and_arns(alarms)
    composites = {alarm.name: alarm for alarm in alarms.values() if isinstance(alarm, CompositeAlarm)}
    children = {
        name: [known[child].name for child in alarm.rule.children if child in known]
        for name, alarm in composites.items()
    }
    sorter = TopologicalSorter({name: set(found) & composites.keys() for name, found in children.items()})
    with suppress(CycleError):  # the sorter goes as far as no cycle blocks it
        sorter.prepare()
    while ready := sorter.get_ready():
        for name in ready:
            yield composites[name]
        sorter.done(*ready)
