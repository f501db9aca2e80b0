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
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any

from aws_stand_in import moto_functions
from aws_stand_in.account_ticker import AccountTicker
from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.events.rule_schedules import RunningSchedule
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
        self._schedules: dict[str, dict[_Key, RunningSchedule]] = defaultdict(dict)
        self._ticker = AccountTicker("schedules", self._schedules.copy, self._run_due, alone)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {(SERVICE, name): self.put_schedule for name in ("CreateSchedule", "UpdateSchedule")}

    def reset(self, account_id: str) -> None:
        self._schedules.pop(account_id, None)

    def close(self) -> None:
        self._ticker.close()

    def put_schedule(self, request: AwsRequest) -> AwsResponse:
        """Create a schedule, or change it."""
        given, now = request.parameters, self._clock()
        start = given["StartDate"].timestamp() if given.get("StartDate") else now
        next_after = _next_after(given, begun_at=max(start, now))
        _require_target(given["Target"])
        response = request.pass_on()
        if response.status == HTTPStatus.OK:
            key = (request.region, given.get("GroupName") or DEFAULT_GROUP, given["Name"])
            self._schedules[request.account_id][key] = RunningSchedule(
                next_after, next_after(max(start, now))
            )
            self._ticker.start()
        return response

    def _run_due(self, account_id: str) -> None:
        for moment, kept, region in sorted(self._due(account_id), key=lambda due: due[0]):
            if kept.state != "DISABLED" and not (kept.end_date and moment > kept.end_date):
                _deliver(kept, account_id, region, moment)

    def _due(self, account_id: str) -> Iterator[tuple[float, Any, str]]:
        """Yield moments, what moto keeps of their schedules, and the regions; forget the schedules that are gone or over."""
        now, schedules = self._clock(), self._schedules.get(account_id, {})
        for (region, group_name, name), schedule in list(schedules.items()):
            group: Any = _groups(account_id, region).get(group_name)
            kept = group and group.schedules.get(name)
            if kept is None:
                del schedules[region, group_name, name]
                continue
            for moment in schedule.due(now):
                yield moment, kept, region
            if schedule.due_at is None:
                del schedules[region, group_name, name]
                if kept.action_after_completion == "DELETE":
                    group.delete_schedule(name)


def _next_after(given: Mapping[str, Any], begun_at: float) -> Next:
    expression = given["ScheduleExpression"]
    zone = given.get("ScheduleExpressionTimezone") or "UTC"
    is_loose = expression.startswith("at") and not _AT.fullmatch(expression)
    try:
        return parse_schedule("" if is_loose else expression, begun_at=begun_at, time_zone=zone)
    except InvalidScheduleError:
        raise AwsError(
            "ValidationException",
            f"Invalid Schedule Expression {expression}.",
            status=HTTPStatus.BAD_REQUEST,
        ) from None


def _require_target(target: Mapping[str, Any]) -> None:
    service = _service(target["Arn"])
    if service not in _SENDERS:
        raise NotImitatedError(f"{service or target['Arn']} as the target of a schedule")


def _service(arn: str) -> str:
    return (arn.split(":") + [""] * 3)[2]


def _deliver(kept: Any, account_id: str, region: str, moment: float) -> None:
    """Send what is due to a target; a target that fails is logged, and takes nothing from others."""
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


def _send_message(account_id: str, target: Mapping[str, Any], text: str) -> None:
    from moto.sqs.models import sqs_backends

    _, _, _, region, _, name = target["Arn"].split(":")
    group_id = target.get("SqsParameters", {}).get("MessageGroupId")
    sqs_backends[account_id][region].send_message(queue_name=name, message_body=text, group_id=group_id)


def _publish(account_id: str, target: Mapping[str, Any], text: str) -> None:
    from moto.sns.models import sns_backends

    region = target["Arn"].split(":")[3]
    sns_backends[account_id][region].publish(arn=target["Arn"], message=text)


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
    events_backends[account_id][region].put_events([entry])


_SENDERS: Mapping[str, Callable[[str, Mapping[str, Any], str], None]] = {
    "events": _put_event,
    "lambda": _invoke,
    "sns": _publish,
    "sqs": _send_message,
}


def _groups(account_id: str, region: str) -> dict[str, Any]:
    from moto.scheduler.models import scheduler_backends

    groups: dict[str, Any] = scheduler_backends[account_id][region].schedule_groups
    return groups
