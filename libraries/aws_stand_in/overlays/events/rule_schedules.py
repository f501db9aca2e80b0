"""Schedules of EventBridge's rules: what has become due is sent to the targets of a rule.

Amazon EventBridge User Guide, "Creating a rule that runs on a schedule in Amazon EventBridge".
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from aws_stand_in.account_ticker import AccountTicker
from event_sources.schedule_expression import Next, parse_schedule

DEFAULT_BUS = "default"


@dataclass(slots=True)
class RunningSchedule:
    """When something is due next, in epoch seconds; None if it never is again."""

    next_after: Next
    due_at: float | None

    def due(self, now: float) -> Iterator[float]:
        """Yield the moments that have passed since the last time."""
        while self.due_at is not None and self.due_at <= now:
            yield self.due_at
            self.due_at = self.next_after(self.due_at)


class RuleSchedules:
    """The schedules of rules on default buses: only these can have one.

    Args:
        clock: Epoch seconds.
        alone: Keeps every other request of an account out, until the block ends.
    """

    def __init__(
        self, clock: Callable[[], float], alone: Callable[[str], AbstractContextManager[None]]
    ) -> None:
        self._clock = clock
        self._schedules: dict[str, dict[tuple[str, str], RunningSchedule]] = defaultdict(dict)
        self._ticker = AccountTicker("rule-schedules", self._schedules.copy, self._run_due, alone)

    def put(self, account_id: str, region: str, rule: str, expression: str) -> None:
        """Begin the schedule of a rule, in place of the one that it had; a rate counts from now on.

        Args:
            account_id: Whose rule.
            region: Where.
            rule: Its name.
            expression: Its schedule.
        """
        now = self._clock()
        next_after = parse_schedule(expression, begun_at=now)
        self._schedules[account_id][region, rule] = RunningSchedule(next_after, next_after(now))
        self._ticker.start()

    def forget(self, rule_arns: Iterable[str]) -> None:
        """Leave the schedules of rules to another scheduler, which has a clock of its own."""
        for arn in rule_arns:
            _, _, _, region, account_id, resource = arn.split(":", 5)
            self._schedules.get(account_id, {}).pop((region, resource.removeprefix("rule/")), None)

    def reset(self, account_id: str) -> None:
        """Forget the rules of an account."""
        self._schedules.pop(account_id, None)

    def close(self) -> None:
        """Stop all schedules."""
        self._ticker.close()

    def _run_due(self, account_id: str) -> None:
        from aws_stand_in.moto_patches.events import send_scheduled_event

        for moment, rule in sorted(self._due(account_id), key=lambda due: due[0]):
            send_scheduled_event(rule, moment)

    def _due(self, account_id: str) -> Iterator[tuple[float, Any]]:
        """Yield moments and rules, without the rules that are gone or have no schedule any more."""
        now, schedules = self._clock(), self._schedules.get(account_id, {})
        for (region, name), schedule in list(schedules.items()):
            rule = _rules(account_id, region).get(name)
            if rule is None or not rule.scheduled_expression:
                del schedules[region, name]
                continue
            for moment in schedule.due(now):
                yield moment, rule


def _rules(account_id: str, region: str) -> dict[str, Any]:
    from moto.events.models import events_backends

    rules: dict[str, Any] = events_backends[account_id][region].event_buses[DEFAULT_BUS].rules
    return rules
