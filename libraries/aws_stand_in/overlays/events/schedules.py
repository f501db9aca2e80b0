"""`scheduler`: schedules of EventBridge Scheduler, checked before moto keeps them, and run by the stand-in's clock.

Imitated: rates, cron expressions and single times, by time zone, start and end; the placeholders of their input; deletion after
completion. Queues, topics, functions that run here and event buses get what is due.

Not imitated: other targets (501). A flexible time window is over at once, a rate counts from the creation or the start, and what
fails is not tried again. Everything else is moto's.

Source: Amazon EventBridge Scheduler User Guide, "Schedule types" and "Managing targets".
"""

import json
import logging
import re
import uuid
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from http import HTTPStatus
from typing import Any

from aws_stand_in import event_targets, moto_functions
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.events.running_schedules import RunningSchedules, Send
from event_sources.schedule_expression import InvalidScheduleError, Next, parse_schedule
from event_sources.scheduled_event import scheduled_event, scheduled_time

logger = logging.getLogger(__name__)

SERVICE = "scheduler"
DEFAULT_GROUP = "default"
_AT = re.compile(r"at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)", re.ASCII)
_Key = tuple[str, str, str]
"""The region, the group and the name of a schedule."""


class SchedulesOverlay(Overlay):
    """Refuses wrong schedules, lets moto keep the others, and sends what is due.

    Args:
        clock: Epoch seconds.
        alone: Keeps every other request of an account out, until the block ends.
    """

    def __init__(
        self, clock: Callable[[], float], alone: Callable[[str], AbstractContextManager[None]]
    ) -> None:
        self._clock = clock
        self._running = RunningSchedules[_Key]("schedules", clock, alone, _find_sender, _complete)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {(SERVICE, name): self.put_schedule for name in ("CreateSchedule", "UpdateSchedule")}

    def reset(self, account_id: str) -> None:
        self._running.reset(account_id)

    def close(self) -> None:
        self._running.close()

    def put_schedule(self, request: AwsRequest) -> AwsResponse:
        """Create a schedule, or change it."""
        given, now = request.parameters, self._clock()
        begun_at = max(now, given["StartDate"].timestamp()) if given.get("StartDate") else now
        next_after = _next_after(given, begun_at)
        _require_target(given["Target"])
        response = request.pass_on()
        if response.status == HTTPStatus.OK:
            key = (request.region, given.get("GroupName") or DEFAULT_GROUP, given["Name"])
            self._running.put(request.account_id, key, next_after, begun_at)
        return response


def _next_after(given: Mapping[str, Any], begun_at: float) -> Next:
    expression = given["ScheduleExpression"]
    zone = given.get("ScheduleExpressionTimezone") or "UTC"
    is_loose = expression.startswith("at") and not _AT.fullmatch(expression)
    try:
        next_after = parse_schedule("" if is_loose else expression, begun_at=begun_at, time_zone=zone)
    except InvalidScheduleError:
        raise AwsError(
            "ValidationException",
            f"Invalid Schedule Expression {expression}.",
            status=HTTPStatus.BAD_REQUEST,
        ) from None
    return _until(given["EndDate"].timestamp(), next_after) if given.get("EndDate") else next_after


def _until(end: float, next_after: Next) -> Next:
    def next_before_end(moment: float) -> float | None:
        due_at = next_after(moment)
        return None if due_at is None or due_at > end else due_at

    return next_before_end


def _require_target(target: Mapping[str, Any]) -> None:
    service = _service(target["Arn"])
    if service not in _SENDERS:
        raise NotImitatedError(f"{service or target['Arn']} as the target of a schedule")


def _service(arn: str) -> str:
    return (arn.split(":") + [""] * 3)[2]


def _find_sender(account_id: str, key: _Key) -> Send | None:
    """Return what sends the events of a schedule; None if the schedule is gone."""
    region, group_name, name = key
    group = _groups(account_id, region).get(group_name)
    kept = group and group.schedules.get(name)
    return partial(_deliver, kept, account_id, region) if kept else None


def _complete(account_id: str, key: _Key) -> None:
    """Delete a schedule that is over, if it says so."""
    region, group_name, name = key
    group = _groups(account_id, region)[group_name]
    if group.schedules[name].action_after_completion == "DELETE":
        group.delete_schedule(name)


def _deliver(kept: Any, account_id: str, region: str, moment: float) -> None:
    """Send what is due to a target; a target that fails is logged, and takes nothing from others."""
    if kept.state == "DISABLED":
        return
    event = {
        **scheduled_event(moment, kept.arn, account_id=account_id, region=region),
        "source": "aws.scheduler",
        "detail": "{}",
    }
    text = _filled(kept.target.get("Input") or json.dumps(event), kept.arn, moment)
    try:
        _SENDERS[_service(kept.target["Arn"])](account_id, kept.target, text)
    except Exception:
        logger.exception("The schedule %s has not reached %s.", kept.name, kept.target["Arn"])


def _filled(text: str, arn: str, moment: float) -> str:
    values = {
        "schedule-arn": arn,
        "scheduled-time": scheduled_time(moment),
        "execution-id": str(uuid.uuid4()),
        "attempt-number": "1",
    }
    for name, value in values.items():
        text = text.replace(f"<aws.scheduler.{name}>", value)
    return text


def _invoke(_account_id: str, target: Mapping[str, Any], text: str) -> None:
    moto_functions.send_event(target["Arn"], text)


def _put_event(account_id: str, target: Mapping[str, Any], text: str) -> None:
    from moto.events.models import events_backends

    _, _, _, region, _, bus = target["Arn"].split(":")
    named = target.get("EventBridgeParameters", {})
    entry = {
        "Source": named.get("Source"),
        "DetailType": named.get("DetailType"),
        "Detail": text,
        "EventBusName": bus.removeprefix("event-bus/"),
    }
    (result,) = events_backends[account_id][region].put_events([entry])
    if "ErrorCode" in result:
        raise ValueError(f"{result['ErrorCode']}: {result['ErrorMessage']}")


_SENDERS: Mapping[str, Callable[[str, Mapping[str, Any], str], None]] = {
    "events": _put_event,
    "lambda": _invoke,
    "sns": event_targets.publish,
    "sqs": event_targets.send_to_queue,
}


def _groups(account_id: str, region: str) -> dict[str, Any]:
    from moto.scheduler.models import scheduler_backends

    groups: dict[str, Any] = scheduler_backends[account_id][region].schedule_groups
    return groups
