"""`events`: rules of EventBridge, checked before moto keeps them.

Imitated: event patterns with all operators, at PutRule and in TestEventPattern; schedule expressions; five targets a rule, with
one kind of input each; entries of PutEvents that fail individually. Matching events, and those of schedules, go to queues,
topics, functions that run here, log groups and other buses.

Not imitated: events of partners (501); other targets, with a warning in the log. Everything else is moto's. The schedules of an
application's template are run by `event_sources`, whose clock tests set forward.
"""

import json
import re
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from http import HTTPStatus
from typing import Any

from aws_stand_in.aws_request import AwsRequest, Handler, Overlay
from aws_stand_in.aws_response import AwsError, AwsResponse, NotImitatedError
from aws_stand_in.overlays.events import event_buses
from aws_stand_in.overlays.events.rule_schedules import RuleSchedules
from event_sources.event_pattern import EventPattern, InvalidEventPatternError
from event_sources.schedule_expression import InvalidScheduleError, parse_schedule

SERVICE = "events"
MOST_TARGETS = 5
LARGEST_EVENTS = 1_048_576
AWS_SOURCE = "aws."
_RATE = re.compile(r"rate\((1 (minute|hour|day)|([2-9]|[1-9]\d+) (minutes|hours|days))\)", re.ASCII)
_NEEDED_IN_EVENTS = frozenset(("id", "account", "source", "time", "region", "detail-type"))
"""Members that an event to be tested has to have; `resources` is not needed, whatever the API reference says.

Source: LocalStack 4.14.0, services/events/provider.py, whose behaviour is validated against AWS.
"""
_OF_RULES = ("DescribeRule", "DisableRule", "EnableRule", "ListTargetsByRule")
_INPUTS = ("Input", "InputPath", "InputTransformer")


class EventsOverlay(Overlay):
    """Refuses what EventBridge refuses, lets moto keep the rest, and runs schedules.

    Args:
        clock: Epoch seconds.
        alone: Keeps every other request of an account out, until the block ends.
    """

    def __init__(
        self, clock: Callable[[], float], alone: Callable[[str], AbstractContextManager[None]]
    ) -> None:
        self.schedules = RuleSchedules(clock, alone)

    def handlers(self) -> Mapping[tuple[str, str], Handler]:
        return {
            **{(SERVICE, name): event_buses.require_rule for name in _OF_RULES},
            (SERVICE, "RemoveTargets"): event_buses.remove_targets,
            (SERVICE, "RemovePermission"): event_buses.remove_permission,
            (SERVICE, "PutRule"): self.put_rule,
            (SERVICE, "PutTargets"): self.put_targets,
            (SERVICE, "PutEvents"): self.put_events,
            (SERVICE, "TestEventPattern"): self.test_event_pattern,
            (SERVICE, "PutPartnerEvents"): self.refuse,
        }

    def reset(self, account_id: str) -> None:
        self.schedules.reset(account_id)

    def close(self) -> None:
        self.schedules.close()

    def refuse(self, request: AwsRequest) -> AwsResponse:
        """Refuse what would have no effect."""
        raise NotImitatedError(f"{SERVICE}.{request.operation}")

    def put_rule(self, request: AwsRequest) -> AwsResponse:
        """Create or change a rule."""
        given = request.parameters
        if given.get("EventPattern"):
            _pattern(given["EventPattern"])
        expression = given.get("ScheduleExpression")
        if not expression:
            return request.pass_on()
        _require_schedule(expression)
        response = request.pass_on()
        if response.status == HTTPStatus.OK:
            self.schedules.put(request.account_id, request.region, given["Name"], expression)
        return response

    def put_targets(self, request: AwsRequest) -> AwsResponse:
        """Add targets to a rule, or change them."""
        given, rule = request.parameters, event_buses.find_rule(request)
        held = {target["Id"] for target in rule.targets} if rule else set()
        if len(held | {target["Id"] for target in given["Targets"]}) > MOST_TARGETS:
            raise AwsError(
                "LimitExceededException",
                "The requested resource exceeds the maximum number allowed.",
                status=HTTPStatus.BAD_REQUEST,
            )
        for target in given["Targets"]:
            _require_input(target)
        return request.pass_on()

    def put_events(self, request: AwsRequest) -> AwsResponse | dict[str, Any]:
        """Send events; each can fail individually, and one to a missing bus is accepted and lost."""
        entries = request.parameters["Entries"]
        if sum(map(_size, entries)) > LARGEST_EVENTS:
            raise _invalid("Total size of the entries in the request is over the limit.")
        unsent = [_error(entry) or _lost(request, entry) for entry in entries]
        if not any(unsent):
            return request.pass_on()
        sent = iter(
            self._send_entries(
                request, [entry for entry, result in zip(entries, unsent, strict=True) if not result]
            )
        )
        results = [result or next(sent) for result in unsent]
        failed = sum("ErrorCode" in result for result in results)
        return {"FailedEntryCount": failed, "Entries": results}

    def test_event_pattern(self, request: AwsRequest) -> dict[str, Any]:
        """Return whether a pattern matches an event."""
        event = _json(request.parameters["Event"])
        if not isinstance(event, dict) or not event.keys() >= _NEEDED_IN_EVENTS:
            raise _invalid("Parameter Event is not valid.")
        return {"Result": _pattern(request.parameters["EventPattern"]).matches(event)}

    @staticmethod
    def _send_entries(request: AwsRequest, entries: Sequence[Mapping[str, Any]]) -> Sequence[dict[str, Any]]:
        """Let moto send some of the entries."""
        if not entries:
            return []
        body = {**json.loads(request.http.get_data()), "Entries": entries}
        request.replace_body(json.dumps(body, default=_seconds).encode())
        results: Sequence[dict[str, Any]] = json.loads(request.pass_on().content())["Entries"]
        return results


def _pattern(text: str) -> EventPattern:
    try:
        return EventPattern(json.loads(text))
    except InvalidEventPatternError as error:
        reason = str(error)
    except (ValueError, RecursionError):
        reason = "Invalid JSON"
    raise AwsError(
        "InvalidEventPatternException",
        f"Event pattern is not valid. Reason: {reason}",
        status=HTTPStatus.BAD_REQUEST,
    )


def _require_schedule(expression: str) -> None:
    if not _is_schedule(expression):
        raise _invalid("Parameter ScheduleExpression is not valid.")


def _is_schedule(expression: str) -> bool:
    """Return whether a rule can have a schedule: its rates are of one minute or of several minutes."""
    if expression.startswith("rate"):
        return _RATE.fullmatch(expression) is not None
    try:
        parse_schedule(expression, begun_at=0.0)
    except InvalidScheduleError:
        return False
    return True


def _require_input(target: Mapping[str, Any]) -> None:
    named = [name for name in _INPUTS if target.get(name)]
    if len(named) > 1:
        raise _invalid(f"Only one of {', '.join(_INPUTS)} must be provided for target {target['Id']}.")
    if target.get("Input") and _json(target["Input"]) is _NOT_JSON:
        raise _invalid(f"JSON syntax error in input for target {target['Id']}")


def _error(entry: Mapping[str, Any]) -> dict[str, str] | None:
    for name in ("Source", "DetailType", "Detail"):
        if not entry.get(name):
            message = f"Parameter {name} is not valid. Reason: {name} is a required argument."
            return {"ErrorCode": "InvalidArgument", "ErrorMessage": message}
    if not isinstance(_json(entry["Detail"]), dict):
        return {"ErrorCode": "MalformedDetail", "ErrorMessage": "Detail is malformed."}
    if entry["Source"].startswith(AWS_SOURCE):
        return {
            "ErrorCode": "NotAuthorizedForSourceException",
            "ErrorMessage": f"Not authorized for the source {entry['Source']}.",
        }
    return None


def _lost(request: AwsRequest, entry: Mapping[str, Any]) -> dict[str, str] | None:
    """Return the result of an event to a missing bus; None if the bus exists."""
    is_lost = event_buses.find_bus(request, entry.get("EventBusName")) is None
    return {"EventId": str(uuid.uuid4())} if is_lost else None


def _size(entry: Mapping[str, Any]) -> int:
    """Return the bytes of an entry (Amazon EventBridge User Guide, "Calculating PutEvents event entry size")."""
    texts = (
        entry.get("Source"),
        entry.get("DetailType"),
        entry.get("Detail"),
        *(entry.get("Resources") or ()),
    )
    time = 14 if entry.get("Time") else 0
    return time + sum(len((text or "").encode()) for text in texts)


_NOT_JSON = object()


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return _NOT_JSON


def _seconds(moment: Any) -> float:
    return float(moment.timestamp())


def _invalid(message: str) -> AwsError:
    return AwsError("ValidationException", message, status=HTTPStatus.BAD_REQUEST)
