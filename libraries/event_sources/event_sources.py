"""The event sources of a CloudFormation template that ask for their events: queues, streams, schedules."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

from application_template.application import CreatedResource
from event_sources.consumers import IMITATED_SERVICES, Consumer, consumer_of, is_imitated
from event_sources.destinations import Client, Destinations
from event_sources.schedule_expression import parse_schedule
from event_sources.scheduled_event import scheduled_event, scheduled_time
from event_sources.scheduler import ScheduledRun, Scheduler
from event_sources.source_mapping import read_mapping
from event_sources.target_input import target_input
from event_sources.visibility import check_visibility
from lambda_runtime.function import Functions

MAPPING, RULE, SCHEDULE = (
    "AWS::Lambda::EventSourceMapping",
    "AWS::Events::Rule",
    "AWS::Scheduler::Schedule",
)


class _NamedFunctions(Functions, Protocol):
    def name_of(self, function_name: str) -> str: ...


class EventSources:
    """Starts and stops event sources.

    S3 notifications, SNS subscriptions and event patterns of rules need nothing of this: the AWS stand-in sends their events.

    Args:
        resources: All resources of the template.
        functions: Invoked with batches of queues and streams.
        client: Returns the boto3 client of a service, such as `sqs`; targets of schedules are reached by it as well.
        account_id: The account.
        region: The region.
        clock: Returns epoch seconds; schedules follow it, which may be put forward.
        aws_clock: Returns epoch seconds as AWS counts them, by which records of streams age.

    Raises:
        InvalidEventPatternError: A filter of a mapping is not an event pattern.
        InvalidScheduleError: The expression of a schedule is none.
        UnknownFunctionError: The function of a mapping is not there, or has no such version or alias.
        ShortVisibilityError: Messages of a queue would come again while its function still works on them.
    """

    def __init__(  # noqa: PLR0913 - what it is assembled from
        self,
        resources: Sequence[CreatedResource],
        *,
        functions: _NamedFunctions,
        client: Client,
        account_id: str,
        region: str,
        clock: Callable[[], float] = time.time,
        aws_clock: Callable[[], float] = time.time,
    ) -> None:
        self._functions = functions
        self._client = client
        self._account_id, self._region = account_id, region
        self._clock, self._aws_clock = clock, aws_clock
        self._destinations = Destinations(client)
        described = [one for one in resources if one.type == MAPPING]
        enabled = [one for one in described if _is_enabled(one, MAPPING)]
        self._mappings = [read_mapping(one.properties) for one in enabled]
        for mapping in self._mappings:
            functions.name_of(mapping.function)
            check_visibility(mapping, resources)
        self._rules_with_schedule = [one for one in resources if _has_schedule(one)]
        consumers = dict(self._consumers(enabled))
        self.mappings = [(one, consumers.get(one.logical_id)) for one in described]
        """The event source mappings of the template, with what asks for their events; None if nothing does."""
        self._sources: list[Consumer] = [
            *consumers.values(),
            Scheduler([*self._runs_of_rules(), *self._schedules(resources)], clock),
        ]

    def not_imitated(self) -> list[str]:
        """Return a line for every event source that is not imitated."""
        windows = [
            f"{mapping.function}: the tumbling window of its events from {mapping.source_arn} is not imitated"
            for mapping in self._mappings
            if mapping.tumbling_window_seconds
        ]
        return windows + [
            f"{mapping.function}: its events from {mapping.source_arn or 'a source without an ARN'} are not imitated, "
            f"only those of {' and '.join(IMITATED_SERVICES)} are"
            for mapping in self._mappings
            if not is_imitated(mapping)
        ]

    def scheduled_rules(self) -> list[str]:
        """Return the ARNs of the rules whose schedules it runs."""
        return [rule.attributes["Arn"] for rule in self._rules_with_schedule]

    def start(self) -> None:
        """Begin to invoke functions."""
        for source in self._sources:
            source.start()

    def stop(self) -> None:
        """Invoke no function again; invocations that run go on."""
        for source in self._sources:
            source.stop()

    def _consumers(self, described: Sequence[CreatedResource]) -> Iterator[tuple[str, Consumer]]:
        for resource, mapping in zip(described, self._mappings, strict=True):
            if is_imitated(mapping):
                yield (
                    resource.logical_id,
                    consumer_of(mapping, self._functions, self._client, clock=self._aws_clock),
                )

    def _runs_of_rules(self) -> Iterator[ScheduledRun]:
        for rule in self._rules_with_schedule:
            if _is_enabled(rule, RULE):
                due = parse_schedule(rule.properties["ScheduleExpression"], begun_at=self._clock())
                yield ScheduledRun(rule.physical_id, due, partial(self._run_rule, rule))

    def _run_rule(self, rule: CreatedResource, moment: float) -> None:
        arn = rule.attributes["Arn"]
        event = scheduled_event(moment, arn, account_id=self._account_id, region=self._region)
        for target in rule.properties.get("Targets") or ():
            self._destinations.send(target["Arn"], target_input(target, event, rule_arn=arn))

    def _schedules(self, resources: Sequence[CreatedResource]) -> Iterator[ScheduledRun]:
        for schedule in resources:
            if _is_enabled(schedule, SCHEDULE):
                due = parse_schedule(
                    schedule.properties["ScheduleExpression"],
                    begun_at=self._clock(),
                    time_zone=schedule.properties.get("ScheduleExpressionTimezone") or "UTC",
                )
                yield ScheduledRun(schedule.physical_id, due, partial(self._run_schedule, schedule))

    def _run_schedule(self, schedule: CreatedResource, moment: float) -> None:
        target = schedule.properties["Target"]
        text = (target.get("Input") or "{}").replace("<aws.scheduler.scheduled-time>", scheduled_time(moment))
        self._destinations.send(target["Arn"], text)


def _has_schedule(resource: CreatedResource) -> bool:
    return resource.type == RULE and bool(resource.properties.get("ScheduleExpression"))


def _is_enabled(resource: CreatedResource, type_: str) -> bool:
    properties: Mapping[str, Any] = resource.properties
    state = properties.get("State", "ENABLED")
    return (
        resource.type == type_ and state != "DISABLED" and properties.get("Enabled") not in (False, "false")
    )
