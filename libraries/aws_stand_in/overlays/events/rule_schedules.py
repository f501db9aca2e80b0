"""Schedules of EventBridge's rules: what has become due is sent to the targets of a rule.

Amazon EventBridge User Guide, "Creating a rule that runs on a schedule in Amazon EventBridge".
"""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import partial

from aws_stand_in.overlays.events.running_schedules import RunningSchedules, Send
from event_sources.schedule_expression import parse_schedule

DEFAULT_BUS = "default"
_Key = tuple[str, str]
"""The region and the name of a rule."""


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
        self._running = RunningSchedules[_Key]("rule-schedules", clock, alone, _find_sender)

    def put(self, account_id: str, region: str, rule: str, expression: str) -> None:
        """Begin the schedule of a rule, in place of the one that it had; a rate counts from now on.

        Args:
            account_id: Whose rule.
            region: Where.
            rule: Its name.
            expression: Its schedule.
        """
        now = self._clock()
        self._running.put(account_id, (region, rule), parse_schedule(expression, begun_at=now), now)

    def forget(self, rule_arns: Iterable[str]) -> None:
        """Leave the schedules of rules to another scheduler, which has a clock of its own."""
        for arn in rule_arns:
            _, _, _, region, account_id, resource = arn.split(":", 5)
            self._running.remove(account_id, (region, resource.removeprefix("rule/")))

    def reset(self, account_id: str) -> None:
        """Forget the rules of an account."""
        self._running.reset(account_id)

    def close(self) -> None:
        """Stop all schedules."""
        self._running.close()


def _find_sender(account_id: str, key: _Key) -> Send | None:
    """Return what sends the events of a rule; None if the rule is gone or has no schedule any more."""
    from moto.events.models import events_backends

    from aws_stand_in.moto_patches.events import send_scheduled_event

    region, name = key
    rule = events_backends[account_id][region].event_buses[DEFAULT_BUS].rules.get(name)
    return partial(send_scheduled_event, rule) if rule and rule.scheduled_expression else None
