"""Event source mappings, as `AWS::Lambda::EventSourceMapping` describes them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from event_sources.event_pattern import EventPattern

DEFAULT_BATCH_SIZES = {"sqs": 10, "dynamodb": 100}
"""AWS Lambda API reference, CreateEventSourceMapping, "BatchSize"."""
ENDLESS = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMapping:
    """A queue or a stream whose records are passed to a function.

    Attributes:
        function: The name or the ARN of the function.
        source_arn: The ARN of the queue or the stream.
        batch_size: How many records an event has at most.
        window_seconds: For how long records are collected.
        reports_failures: Whether the function says which records have failed.
        filters: Records that match none of them are not passed on; without any, all are.
        maximum_concurrency: How many batches of a queue are handled at the same time; None for the usual number.
        starts_at: Where a stream is read from: `LATEST` or `TRIM_HORIZON`.
        maximum_retries: How often a batch of a stream is tried again; -1 for ever.
        maximum_age_seconds: How old a record of a stream may be; -1 for any age.
        bisects: Whether a batch of a stream that fails is split in two.
        on_failure: The ARN of the queue, topic or bucket that gets records of discarded batches; None for none.
        tumbling_window_seconds: For how long the function aggregates a state, which is not imitated; 0 if it does not.
    """

    function: str
    source_arn: str
    batch_size: int
    window_seconds: float = 0
    reports_failures: bool = False
    filters: tuple[EventPattern, ...] = ()
    maximum_concurrency: int | None = None
    starts_at: str = "LATEST"
    maximum_retries: int = ENDLESS
    maximum_age_seconds: int = ENDLESS
    bisects: bool = False
    on_failure: str | None = None
    tumbling_window_seconds: int = 0

    @property
    def service(self) -> str:
        """The service of the source, such as `sqs` or `dynamodb`."""
        return self.source_arn.split(":")[2]

    @property
    def region(self) -> str:
        """The region of the source."""
        return self.source_arn.split(":")[3]

    @property
    def function_arn(self) -> str:
        """The ARN of the function, which is in the account and the region of the source."""
        if self.function.startswith("arn:"):
            return self.function
        _, partition, _, region, account_id, _ = self.source_arn.split(":", 5)
        return f"arn:{partition}:lambda:{region}:{account_id}:function:{self.function}"

    def passes(self, record: Any) -> bool:
        """Return whether a record is passed to the function."""
        return not self.filters or any(one.matches(record) for one in self.filters)


def read_mapping(properties: Mapping[str, Any]) -> SourceMapping:
    """Return the mapping that the properties of a resource describe.

    Raises:
        InvalidEventPatternError: A filter is not an event pattern.
    """
    source_arn = properties.get("EventSourceArn", "")
    service = (source_arn.split(":") + [""] * 3)[2]
    criteria = (properties.get("FilterCriteria") or {}).get("Filters") or ()
    destinations = properties.get("DestinationConfig") or {}
    return SourceMapping(
        function=properties["FunctionName"],
        source_arn=source_arn,
        batch_size=int(properties.get("BatchSize") or DEFAULT_BATCH_SIZES.get(service, 100)),
        window_seconds=float(properties.get("MaximumBatchingWindowInSeconds") or 0),
        reports_failures="ReportBatchItemFailures" in (properties.get("FunctionResponseTypes") or ()),
        filters=tuple(EventPattern(_parse(one["Pattern"])) for one in criteria),
        maximum_concurrency=_maximum_concurrency(properties),
        starts_at=properties.get("StartingPosition", "LATEST"),
        maximum_retries=int(properties.get("MaximumRetryAttempts", ENDLESS)),
        maximum_age_seconds=int(properties.get("MaximumRecordAgeInSeconds", ENDLESS)),
        bisects=properties.get("BisectBatchOnFunctionError") in (True, "true"),
        on_failure=(destinations.get("OnFailure") or {}).get("Destination"),
        tumbling_window_seconds=int(properties.get("TumblingWindowInSeconds") or 0),
    )


def _maximum_concurrency(properties: Mapping[str, Any]) -> int | None:
    stated = (properties.get("ScalingConfig") or {}).get("MaximumConcurrency")
    return None if stated is None else int(stated)


def _parse(pattern: Any) -> Any:
    return json.loads(pattern) if isinstance(pattern, str) else pattern
