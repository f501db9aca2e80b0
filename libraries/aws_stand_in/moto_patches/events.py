"""EventBridge: which events rules match, and what their targets get."""

import functools
import json
import logging
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.events.models import EventBus, Rule, events_backends
from moto.utilities.arns import parse_arn

from aws_stand_in import event_targets, moto_functions
from event_sources.event_pattern import EventPattern
from event_sources.scheduled_event import scheduled_event
from event_sources.target_input import target_input

logger = logging.getLogger(__name__)


def send_to_rules(account_id: str, region: str, event: Mapping[str, Any]) -> None:
    """Send an event of an AWS service to the rules of the default event bus."""
    bus = events_backends[account_id][region].event_buses["default"]
    for rule in list(bus.rules.values()):
        _send_to_targets(rule, event)


def send_scheduled_event(rule: Any, moment: float) -> None:
    """Send the targets of a rule that is enabled the event of its schedule.

    Args:
        rule: The rule.
        moment: When it was due, in epoch seconds.
    """
    if rule.state == "ENABLED":
        event = scheduled_event(moment, rule.arn, account_id=rule.account_id, region=rule.region_name)
        for target in rule.targets:
            _deliver(rule, target, event)


_RULE_OF_ARCHIVE = "Events-Archive-"
"""What the name of the rule that feeds an archive has before the archive's name."""


def _send_to_targets(self: Any, original_event: Mapping[str, Any], transform_input: bool = True) -> None:  # noqa: ARG001 - moto's arguments
    """Send an event to the targets of a rule that is enabled and whose pattern it matches."""
    pattern, event = self.event_pattern.dump(), _as_sent(original_event)
    if self.state != "ENABLED" or not pattern or not _pattern(pattern).matches(event):
        return
    for target in self.targets:
        arn = parse_arn(target["Arn"])
        if arn.service == "events" and not arn.resource_type:
            archives: Any = events_backends[self.account_id][self.region_name].archives
            archives[self.name.removeprefix(_RULE_OF_ARCHIVE)].events.append(original_event)
        else:
            _deliver(self, target, event)


@functools.lru_cache(maxsize=1000)
def _pattern(text: str) -> EventPattern:
    return EventPattern(json.loads(text))


def _as_sent(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return an event as targets see it: moto notes times as epoch seconds."""
    moment = event.get("time", time.time())
    if not isinstance(moment, str):
        moment = datetime.fromtimestamp(float(moment), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    kept = {name: value for name, value in event.items() if name not in ("ingestion-time", "archive-arn")}
    return {**kept, "time": moment}


def _deliver(rule: Any, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    """Send an event to a target; one that fails is logged, and takes the event from no other target."""
    try:
        _send(rule, target, event)
    except Exception:
        logger.exception("An event of the rule %s has not reached %s.", rule.name, target["Arn"])


def _send(rule: Any, target: Mapping[str, Any], event: Mapping[str, Any]) -> None:
    arn = parse_arn(target["Arn"])
    text = target_input(target, event, rule_arn=rule.arn)
    senders: Mapping[str, Callable[[], Any]] = {
        "lambda": lambda: moto_functions.send_event(target["Arn"], text),
        "sqs": lambda: event_targets.send_to_queue(rule.account_id, target, text),
        "sns": lambda: event_targets.publish(rule.account_id, target, text),
        "logs": lambda: _log(rule, arn.resource_id.removesuffix(":*"), text),
        "events": lambda: _put_event(rule, arn.resource_id, event),
    }
    if arn.service in senders:
        senders[arn.service]()
    else:
        logger.warning(
            "An event of the rule %s is lost: %s is not imitated as a target.", rule.name, arn.service
        )


def _log(rule: Any, group: str, text: str) -> None:
    from moto.logs.models import logs_backends

    backend, stream = logs_backends[rule.account_id][rule.region_name], str(uuid.uuid4())
    backend.create_log_stream(group, stream)
    backend.put_log_events(group, stream, [{"timestamp": int(time.time() * 1000), "message": text}])


def _put_event(rule: Any, bus_name: str, event: Mapping[str, Any]) -> None:
    entry = {
        "Source": event["source"],
        "DetailType": event["detail-type"],
        "Detail": json.dumps(event["detail"]),
        "EventBusName": bus_name,
    }
    events_backends[rule.account_id][rule.region_name].put_events([entry])


def _match_and_send_as_eventbridge_does() -> None:
    """Match patterns with all operators, and reach functions and topics.

    Moto matches a disabled rule, does not know `suffix`, `anything-but` with operators, `cidr` and `$or`, fails at a function, a
    topic, and a log group that gets a time as text, and ignores `Input` and `InputPath`.
    """
    rule: Any = Rule
    rule.send_to_targets = _send_to_targets


def _permit_all_principals() -> None:
    """Write `*` for all principals in the policy of a bus; moto writes the root user of the account `*`."""
    bus: Any = EventBus
    add_permission = bus.add_permission

    @functools.wraps(add_permission)
    def add(self: Any, statement_id: str, action: str, principal: Any, condition: Any) -> None:
        is_public = "*" in str(principal)
        add_permission(self, statement_id, action, "*" if is_public else principal, condition)

    bus.add_permission = add


def apply() -> None:
    """Change moto."""
    _match_and_send_as_eventbridge_does()
    _permit_all_principals()
