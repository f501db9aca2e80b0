"""What Lambda refuses about event source mappings, beside what it takes.

Source: AWS Lambda API reference, "CreateEventSourceMapping"; AWS Lambda Developer Guide, "Creating and configuring an Amazon SQS
event source mapping" and "Control which events Lambda sends to your function".
"""

from typing import Any

import pytest

from application_template.application import TemplateResource
from application_template.errors import TemplateError
from serverless_application.checks import check

QUEUE = {"EventSourceArn": "arn:aws:sqs:eu-west-1:000000000001:jobs"}
FIFO = {"EventSourceArn": "arn:aws:sqs:eu-west-1:000000000001:jobs.fifo"}
STREAM = {"EventSourceArn": "arn:aws:dynamodb:eu-west-1:000000000001:table/t/stream/1", "StartingPosition": "LATEST"}  # fmt: skip
BATCH, WINDOW = "BatchSize", "MaximumBatchingWindowInSeconds"


def check_mapping(properties: dict[str, Any]) -> None:
    check(TemplateResource("A", "AWS::Lambda::EventSourceMapping", {"FunctionName": "f", **properties}))


def scaling(concurrency: int) -> dict[str, Any]:
    return {"ScalingConfig": {"MaximumConcurrency": concurrency}}


def filters(*patterns: Any) -> dict[str, Any]:
    return {"FilterCriteria": {"Filters": [{"Pattern": one} for one in patterns]}}


@pytest.mark.parametrize(
    "properties",
    [
        {**QUEUE, BATCH: 10},
        {**QUEUE, BATCH: "10000", WINDOW: "300"},
        {**QUEUE, **scaling(2), "FunctionResponseTypes": ["ReportBatchItemFailures"]},
        {**QUEUE, **scaling(1000), "FunctionResponseTypes": []},
        {**QUEUE, **filters(*['{"body": {"a": [1]}}'] * 5)},
        {**FIFO, BATCH: 10},
        {**STREAM, BATCH: 10_000, WINDOW: 300, "ParallelizationFactor": 10, "TumblingWindowInSeconds": 900},
        {**STREAM, "MaximumRetryAttempts": -1, "MaximumRecordAgeInSeconds": -1},
        {**STREAM, "MaximumRetryAttempts": 10_000, "MaximumRecordAgeInSeconds": 60, "BisectBatchOnFunctionError": True},
        {**STREAM, "StartingPosition": "TRIM_HORIZON", "MaximumRecordAgeInSeconds": 604_800},
    ],
)  # fmt: skip
def test_a_mapping_that_lambda_takes_is_taken(properties: dict[str, Any]) -> None:
    check_mapping(properties)


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ({**QUEUE, BATCH: 0}, "BatchSize must be a whole number from 1 to 10000, not '0'"),
        ({**QUEUE, BATCH: 11}, "a BatchSize of 11 messages needs a MaximumBatchingWindowInSeconds of at least 1"),
        ({**QUEUE, WINDOW: 301}, "MaximumBatchingWindowInSeconds must be a whole number from 0 to 300, not '301'"),
        ({**QUEUE, WINDOW: -1}, "MaximumBatchingWindowInSeconds must be a whole number from 0 to 300, not '-1'"),
        ({**QUEUE, **scaling(1)}, "MaximumConcurrency must be a whole number from 2 to 1000, not '1'"),
        ({**QUEUE, **scaling(1001)}, "MaximumConcurrency must be a whole number from 2 to 1000, not '1001'"),
        ({**QUEUE, "StartingPosition": "LATEST"}, "StartingPosition is for streams, and this event source is a queue"),
        ({**QUEUE, "MaximumRetryAttempts": 2}, "MaximumRetryAttempts is for streams, and this event source is a queue"),
        ({**QUEUE, "FunctionResponseTypes": ["ReportAll"]}, "FunctionResponseTypes can only be [ReportBatchItemFailures]"),
        ({**QUEUE, **filters(*["{}"] * 6)}, "FilterCriteria has at most 5 filters, not 6; accounts to which AWS grants up to 10"),
        ({**QUEUE, **filters("{")}, "the pattern of a filter is not JSON: Expecting property name"),
        ({**QUEUE, **filters('{"body": 5}')}, "Resources/A: "),
        ({**QUEUE, **filters(f'{{"body": ["{"a" * 4096}"]}}')}, "the pattern of a filter has at most 4096 characters"),
        ({**FIFO, BATCH: 11}, "BatchSize of a FIFO queue is at most 10, not 11"),
        ({**FIFO, WINDOW: 1}, "MaximumBatchingWindowInSeconds is for standard queues, and this one is FIFO"),
        ({**STREAM, "StartingPosition": "AT_TIMESTAMP"}, "is LATEST or TRIM_HORIZON, not 'AT_TIMESTAMP'"),
        ({"EventSourceArn": STREAM["EventSourceArn"]}, "StartingPosition of a stream is LATEST or TRIM_HORIZON, not None"),
        ({**STREAM, **scaling(2)}, "ScalingConfig is for queues, and this"),
        ({**STREAM, "MaximumRetryAttempts": 10_001}, "MaximumRetryAttempts must be a whole number from -1 to 10000"),
        ({**STREAM, "MaximumRecordAgeInSeconds": 59}, "MaximumRecordAgeInSeconds is -1 or at least 60, not 59"),
        ({**STREAM, "MaximumRecordAgeInSeconds": 604_801}, "MaximumRecordAgeInSeconds must be a whole number from -1 to 604800"),
        ({**STREAM, "ParallelizationFactor": 11}, "ParallelizationFactor must be a whole number from 1 to 10, not '11'"),
        ({**STREAM, "TumblingWindowInSeconds": 901}, "TumblingWindowInSeconds must be a whole number from 0 to 900, not '901'"),
    ],
)  # fmt: skip
def test_a_mapping_that_lambda_refuses_is_refused(properties: dict[str, Any], problem: str) -> None:
    with pytest.raises(TemplateError) as raised:
        check_mapping(properties)
    assert problem in str(raised.value)
