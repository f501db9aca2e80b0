"""What Lambda refuses of an event source mapping.

Source: AWS Lambda API reference, "CreateEventSourceMapping" and "UpdateEventSourceMapping"; AWS Lambda Developer Guide, "Creating
and configuring an Amazon SQS event source mapping", "Process DynamoDB records with Lambda" and "Control which events Lambda sends
to your function". The wording is that of AWS, as LocalStack 4.14.0, whose behaviour is validated against AWS, has it in
services/lambda_/provider.py, where it is known.
"""

import json
from collections.abc import Mapping
from typing import Any

from aws_stand_in.aws_response import AwsError, NotImitatedError
from aws_stand_in.overlays.cloudformation.engine_calls import Engine
from aws_stand_in.overlays.functions.errors import refusal
from event_sources.event_pattern import EventPattern, InvalidEventPatternError
from event_sources.mapping_limits import (
    DEFAULT_VISIBILITY_SECONDS,
    LARGEST_BATCH_AT_ONCE,
    MOST_FILTERS,
    OF_STREAMS,
    SHORTEST_AGE_SECONDS,
    hides_long_enough,
)
from lambda_runtime.function import FunctionDefinition

Settings = Mapping[str, Any]

QUEUE, STREAM = "sqs", "dynamodb"
_NOT_IMITATED = (
    "AmazonManagedKafkaEventSourceConfig", "DocumentDBEventSourceConfig", "KMSKeyArn", "LoggingConfig", "MetricsConfig",
    "ProvisionedPollerConfig", "Queues", "SelfManagedEventSource", "SelfManagedKafkaEventSourceConfig",
    "SourceAccessConfigurations", "StartingPositionTimestamp", "Topics",
)  # fmt: skip


def invalid(message: str) -> AwsError:
    """Return an `InvalidParameterValueException`."""
    return refusal("InvalidParameterValueException", message)


def service_of(settings: Settings) -> str:
    """Return the service of the source: `sqs` or `dynamodb`.

    Raises:
        AwsError: It has none, or one that is not imitated.
    """
    if unknown := [name for name in _NOT_IMITATED if settings.get(name)]:
        raise NotImitatedError(f"{', '.join(unknown)} of an event source mapping")
    arn = settings.get("EventSourceArn")
    if not arn:
        raise invalid("Unrecognized event source.")
    service = str(arn).split(":")[2]
    if service not in {QUEUE, STREAM}:
        raise NotImitatedError(f"an event source mapping of {service}")
    return service


def require_valid(settings: Settings) -> None:
    """Require that settings go together.

    Raises:
        AwsError: They do not.
    """
    if service_of(settings) == QUEUE:
        _require_for_queue(settings)
    else:
        _require_for_stream(settings)
    _require_filters((settings.get("FilterCriteria") or {}).get("Filters") or ())


def require_queue(engine: Engine, account_id: str, settings: Settings, function: FunctionDefinition) -> None:
    """Require that a queue is there and hides its messages for as long as the function may take.

    Raises:
        AwsError: It is not, or does not.
    """
    from sqs_engine import SqsError

    _, _, _, region, _, name = settings["EventSourceArn"].split(":", 5)
    wanted = {"QueueUrl": f"/{account_id}/{name}", "AttributeNames": ["All"]}
    try:
        found = engine.call(account_id, region, "GetQueueAttributes", wanted)["Attributes"]
    except SqsError as error:
        raise invalid(
            "Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. "
            "SQS Error Message: The specified queue does not exist."
        ) from error
    hidden = int(found.get("VisibilityTimeout", DEFAULT_VISIBILITY_SECONDS))
    if not hides_long_enough(hidden, function.timeout_seconds):
        raise invalid(
            f"Queue visibility timeout: {hidden} seconds is less than Function timeout: {function.timeout_seconds:g} seconds"
        )


def require_stream(engine: Engine, account_id: str, settings: Settings) -> None:
    """Require that a stream is there.

    Raises:
        AwsError: It is not.
    """
    from dynamodb_engine import DynamoDbError

    arn = settings["EventSourceArn"]
    try:
        engine.call(account_id, arn.split(":")[3], "DescribeStream", {"StreamArn": arn})
    except DynamoDbError as error:
        raise invalid(f"Stream not found: {arn}") from error


def _require_for_queue(settings: Settings) -> None:
    if settings.get("StartingPosition"):
        raise invalid("StartingPosition is not valid for SQS event sources.")
    if of_streams := [name for name in OF_STREAMS if settings.get(name) is not None]:
        raise invalid(f"Unsupported {of_streams[0]} parameter for given event source mapping type.")
    size = settings.get("BatchSize", LARGEST_BATCH_AT_ONCE)
    window = settings.get("MaximumBatchingWindowInSeconds", 0)
    if settings["EventSourceArn"].endswith(".fifo"):
        if window:
            raise invalid("Batching window is not supported for FIFO queues.")
        if size > LARGEST_BATCH_AT_ONCE:
            raise invalid(f"BatchSize must be at most {LARGEST_BATCH_AT_ONCE} for FIFO queues.")
    elif size > LARGEST_BATCH_AT_ONCE and not window:
        raise invalid(
            "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10"
        )


def _require_for_stream(settings: Settings) -> None:
    if settings.get("TumblingWindowInSeconds"):
        raise NotImitatedError("TumblingWindowInSeconds of an event source mapping")
    position = settings.get("StartingPosition")
    if position is None:
        raise invalid(
            "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null."
        )
    if position == "AT_TIMESTAMP":
        raise invalid(f"Unsupported starting position for arn type: {settings['EventSourceArn']}")
    if settings.get("ScalingConfig"):
        raise invalid("Unsupported ScalingConfig parameter for given event source mapping type.")
    age = settings.get("MaximumRecordAgeInSeconds", -1)
    if -1 < age < SHORTEST_AGE_SECONDS:
        raise invalid(f"MaximumRecordAgeInSeconds must be -1 or at least {SHORTEST_AGE_SECONDS}.")


def _require_filters(filters: Any) -> None:
    if len(filters) > MOST_FILTERS:
        raise invalid(f"FilterCriteria must have at most {MOST_FILTERS} filters.")
    for one in filters:
        try:
            EventPattern(json.loads(one.get("Pattern") or ""))
        except (ValueError, InvalidEventPatternError) as error:
            raise invalid("Invalid filter pattern definition.") from error
