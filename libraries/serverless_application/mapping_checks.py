"""What is wrong with an event source mapping of a function, before anything starts.

Source: AWS Lambda API reference, CreateEventSourceMapping; AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS
event source mapping" and "Control which events Lambda sends to your function".
"""

import json
from collections.abc import Mapping
from typing import Any

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from event_sources.event_pattern import EventPattern
from event_sources.mapping_limits import (
    LARGEST_BATCH_AT_ONCE,
    MOST_FILTERS,
    MOST_FILTERS_ON_REQUEST,
    OF_STREAMS,
    SHORTEST_AGE_SECONDS,
)
from serverless_application.numbers import require_number

BATCH, WINDOW = "BatchSize", "MaximumBatchingWindowInSeconds"
AGE, POSITION = "MaximumRecordAgeInSeconds", "StartingPosition"
RANGES: Mapping[str, range] = {
    BATCH: range(1, 10_001),
    WINDOW: range(301),
    "ParallelizationFactor": range(1, 11),
    "MaximumRetryAttempts": range(-1, 10_001),
    AGE: range(-1, 604_801),
    "TumblingWindowInSeconds": range(901),
}
CONCURRENCY = range(2, 1001)
POSITIONS = ("LATEST", "TRIM_HORIZON")
RESPONSE_TYPES: tuple[list[str], ...] = ([], ["ReportBatchItemFailures"])
LONGEST_PATTERN = 4096


def check_mapping(resource: TemplateResource) -> None:
    """Require that Lambda would take an event source mapping.

    Raises:
        TemplateError: It would not.
        InvalidEventPatternError: A filter is not an event pattern.
    """
    properties = resource.properties
    for name, allowed in RANGES.items():
        require_number(properties, name, allowed)
    if properties.get("FunctionResponseTypes", []) not in RESPONSE_TYPES:
        raise TemplateError("FunctionResponseTypes can only be [ReportBatchItemFailures]")
    _check_filters((properties.get("FilterCriteria") or {}).get("Filters") or ())
    source = str(properties.get("EventSourceArn", ""))
    if ":sqs:" in source:
        _check_queue(properties, is_fifo=source.endswith(".fifo"))
    elif ":dynamodb:" in source:
        _check_stream(properties)


def _check_queue(properties: Mapping[str, Any], *, is_fifo: bool) -> None:
    if of_streams := [name for name in (*OF_STREAMS, POSITION) if name in properties]:
        raise TemplateError(f"{of_streams[0]} is for streams, and this event source is a queue")
    require_number(properties.get("ScalingConfig") or {}, "MaximumConcurrency", CONCURRENCY)
    size, window = (int(properties.get(name, 0)) for name in (BATCH, WINDOW))
    if is_fifo and window:
        raise TemplateError(f"{WINDOW} is for standard queues, and this one is FIFO")
    if size <= LARGEST_BATCH_AT_ONCE or window:
        return
    if is_fifo:
        raise TemplateError(f"{BATCH} of a FIFO queue is at most {LARGEST_BATCH_AT_ONCE}, not {size}")
    raise TemplateError(
        f"a {BATCH} of {size} messages needs a {WINDOW} of at least 1; without one it is at most {LARGEST_BATCH_AT_ONCE}"
    )


def _check_stream(properties: Mapping[str, Any]) -> None:
    if "ScalingConfig" in properties:
        raise TemplateError("ScalingConfig is for queues, and this event source is a stream")
    position = properties.get(POSITION)
    if position not in POSITIONS:
        raise TemplateError(f"{POSITION} of a stream is {' or '.join(POSITIONS)}, not {position!r}")
    age = int(properties.get(AGE, -1))
    if -1 < age < SHORTEST_AGE_SECONDS:
        raise TemplateError(f"{AGE} is -1 or at least {SHORTEST_AGE_SECONDS}, not {age}")


def _check_filters(filters: Any) -> None:
    if len(filters) > MOST_FILTERS:
        raise TemplateError(
            f"FilterCriteria has at most {MOST_FILTERS} filters, not {len(filters)}; accounts to which AWS grants up to "
            f"{MOST_FILTERS_ON_REQUEST} are not imitated"
        )
    for one in filters:
        pattern = one.get("Pattern")
        if len(str(pattern)) > LONGEST_PATTERN:
            raise TemplateError(f"the pattern of a filter has at most {LONGEST_PATTERN} characters")
        EventPattern(_parsed(pattern))


def _parsed(pattern: Any) -> Any:
    if not isinstance(pattern, str):
        return pattern
    try:
        return json.loads(pattern)
    except ValueError as error:
        raise TemplateError(f"the pattern of a filter is not JSON: {error}") from None
