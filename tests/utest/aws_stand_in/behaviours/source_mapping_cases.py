"""Cases of event source mappings: what one request is answered, beside the function `work`, two queues and a stream.

The function may take 20 seconds; `{queue}` and `{fifo}` hide messages for 30 seconds, `{quick}` for 10. `{mapping}` is a mapping of
`{mapped}`.
"""

from typing import Any

from behaviours import Case

API = "AWS Lambda API Reference, "
GUIDE = "AWS Lambda Developer Guide, "
VALIDATED = "LocalStack 4.14.0, whose behaviour is validated against AWS, services/lambda_/provider.py, "
MODEL = "botocore/data/lambda/2015-03-31/service-2.json, "
CREATE = API + "CreateEventSourceMapping"
NOWHERE = "00000000-0000-0000-0000-000000000000"
FILTER = {"Pattern": '{"body": ["a"]}'}
SQS_SCALING = GUIDE + "Configuring scaling behavior for SQS event source mappings"


def from_queue(**more: Any) -> dict[str, Any]:
    return {"EventSourceArn": "{queue}", "FunctionName": "work", **more}


def from_stream(**more: Any) -> dict[str, Any]:
    return {"EventSourceArn": "{stream}", "FunctionName": "work", "StartingPosition": "LATEST", **more}


def invalid(message: str) -> tuple[str, str]:
    return "InvalidParameterValueException", message


def filtered(*patterns: str) -> dict[str, Any]:
    return from_queue(FilterCriteria={"Filters": [{"Pattern": one} for one in patterns]})


MISSING = "ResourceNotFoundException", "The resource you requested does not exist."
UNSUPPORTED = "Unsupported {} parameter for given event source mapping type."
STATUSES = {
    "InvalidParameterValueException": 400,
    "ValidationException": 400,
    "ResourceConflictException": 409,
    "ResourceNotFoundException": 404,
    "NotImplemented": 501,
}
"""The HTTP status of each code (MODEL + `error` of the exceptions)."""
FROM_QUEUE = {
    "BatchSize": 10, "MaximumBatchingWindowInSeconds": 0, "FunctionResponseTypes": [], "EventSourceArn": "{queue}",
    "FunctionArn": "{function}", "State": "Creating", "StateTransitionReason": "USER_INITIATED",
}  # fmt: skip
FROM_STREAM = {
    **FROM_QUEUE, "BatchSize": 100, "EventSourceArn": "{stream}", "StartingPosition": "TRIM_HORIZON", "ParallelizationFactor": 1,
    "BisectBatchOnFunctionError": False, "MaximumRecordAgeInSeconds": -1, "MaximumRetryAttempts": -1,
    "TumblingWindowInSeconds": 0, "DestinationConfig": {"OnFailure": {}},
}  # fmt: skip

CASES = [
    Case("a queue has defaults", CREATE, "create_event_source_mapping", from_queue(), FROM_QUEUE),
    Case("a queue has settings", SQS_SCALING, "create_event_source_mapping", from_queue(FunctionName="{function}", BatchSize=50, MaximumBatchingWindowInSeconds=1, ScalingConfig={"MaximumConcurrency": 2}, FilterCriteria={"Filters": [FILTER]}, FunctionResponseTypes=["ReportBatchItemFailures"]),
         {**FROM_QUEUE, "BatchSize": 50, "MaximumBatchingWindowInSeconds": 1, "ScalingConfig": {"MaximumConcurrency": 2}, "FilterCriteria": {"Filters": [FILTER]}, "FunctionResponseTypes": ["ReportBatchItemFailures"]}),
    Case("a stream has defaults", CREATE, "create_event_source_mapping", from_stream(StartingPosition="TRIM_HORIZON"), FROM_STREAM),
    Case("a mapping has a source", VALIDATED + "validate_event_source_mapping", "create_event_source_mapping", {"FunctionName": "work"}, invalid("Unrecognized event source.")),
    Case("a mapping has a function", VALIDATED + "validate_event_source_mapping", "create_event_source_mapping", from_queue(FunctionName="none"), invalid("Function does not exist")),
    Case("a queue is there", CREATE, "create_event_source_mapping", from_queue(EventSourceArn="{queue}s"), invalid("Error occurred while ReceiveMessage. SQS Error Code: AWS.SimpleQueueService.NonExistentQueue. SQS Error Message: The specified queue does not exist.")),
    Case("a stream is there", CREATE, "create_event_source_mapping", from_stream(EventSourceArn="{stream}s"), invalid("Stream not found: {stream}s")),
    Case("a queue hides messages long enough", GUIDE + "Creating and configuring an Amazon SQS event source mapping", "create_event_source_mapping", from_queue(EventSourceArn="{quick}"), invalid("Queue visibility timeout: 10 seconds is less than Function timeout: 20 seconds")),
    Case("a large batch needs a window", VALIDATED + "validate_event_source_mapping", "create_event_source_mapping", from_queue(BatchSize=11), invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")),
    Case("a FIFO queue has no window", CREATE + ", MaximumBatchingWindowInSeconds", "create_event_source_mapping", from_queue(EventSourceArn="{fifo}", MaximumBatchingWindowInSeconds=1), invalid("Batching window is not supported for FIFO queues.")),
    Case("a FIFO queue has small batches", CREATE + ", BatchSize", "create_event_source_mapping", from_queue(EventSourceArn="{fifo}", BatchSize=11), invalid("BatchSize must be at most 10 for FIFO queues.")),
    Case("a batch has a record", MODEL + "BatchSize", "create_event_source_mapping", from_queue(BatchSize=0), ("ValidationException", "1 validation error detected: Value '0' at 'batchSize' failed to satisfy constraint: Member must have value greater than or equal to 1")),
    Case("a queue has two batches at a time", MODEL + "MaximumConcurrency", "create_event_source_mapping", from_queue(ScalingConfig={"MaximumConcurrency": 1}), ("ValidationException", "1 validation error detected: Value '1' at 'scalingConfig.maximumConcurrency' failed to satisfy constraint: Member must have value greater than or equal to 2")),
    Case("a queue has no position", VALIDATED + "validate_event_source_mapping", "create_event_source_mapping", from_queue(StartingPosition="LATEST"), invalid("StartingPosition is not valid for SQS event sources.")),
    Case("a queue has no bisection", CREATE + ", BisectBatchOnFunctionError", "create_event_source_mapping", from_queue(BisectBatchOnFunctionError=True), invalid(UNSUPPORTED.format("BisectBatchOnFunctionError"))),
    Case("a queue has no retries", CREATE + ", MaximumRetryAttempts", "create_event_source_mapping", from_queue(MaximumRetryAttempts=1), invalid(UNSUPPORTED.format("MaximumRetryAttempts"))),
    Case("a stream has no scaling", CREATE + ", ScalingConfig", "create_event_source_mapping", from_stream(ScalingConfig={"MaximumConcurrency": 2}), invalid(UNSUPPORTED.format("ScalingConfig"))),
    Case("a stream has a position", VALIDATED + "validate_event_source_mapping", "create_event_source_mapping", {"EventSourceArn": "{stream}", "FunctionName": "work"}, invalid("1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.")),
    Case("a stream of a table has no time", VALIDATED + "validate_event_source_mapping", "create_event_source_mapping", from_stream(StartingPosition="AT_TIMESTAMP"), invalid("Unsupported starting position for arn type: {stream}")),
    Case("a record is a minute old", CREATE + ", MaximumRecordAgeInSeconds", "create_event_source_mapping", from_stream(MaximumRecordAgeInSeconds=59), invalid("MaximumRecordAgeInSeconds must be -1 or at least 60.")),
    Case("a filter is JSON", VALIDATED + "validate_event_source_mapping", "create_event_source_mapping", filtered("{"), invalid("Invalid filter pattern definition.")),
    Case("a filter is a pattern", GUIDE + "Control which events Lambda sends to your function", "create_event_source_mapping", filtered('{"body": "a"}'), invalid("Invalid filter pattern definition.")),
    Case("a mapping has five filters", GUIDE + "Control which events Lambda sends to your function", "create_event_source_mapping", filtered(*['{"body": ["a"]}'] * 6), invalid("FilterCriteria must have at most 5 filters.")),
    Case("a mapping is there once", MODEL + "ResourceConflictException; " + VALIDATED + "create_event_source_mapping_v2", "create_event_source_mapping", from_queue(EventSourceArn="{mapped}"), ("ResourceConflictException", 'The event source arn (" {mapped} ") and function (" work ") provided mapping already exists. Please update or delete the existing mapping with UUID {mapping}')),
    Case("Kinesis is not imitated", "docs/mock-aws.md", "create_event_source_mapping", from_stream(EventSourceArn="arn:aws:kinesis:eu-west-1:000000000000:stream/a"), ("NotImplemented", "The AWS stand-in does not imitate an event source mapping of kinesis.")),
    Case("tumbling windows are not imitated", "docs/mock-aws.md", "create_event_source_mapping", from_stream(TumblingWindowInSeconds=1), ("NotImplemented", "The AWS stand-in does not imitate TumblingWindowInSeconds of an event source mapping.")),
    Case("Kafka is not imitated", "docs/mock-aws.md", "create_event_source_mapping", {"FunctionName": "work", "Topics": ["orders"]}, ("NotImplemented", "The AWS stand-in does not imitate Topics of an event source mapping.")),
    Case("a mapping that is described is there", API + "GetEventSourceMapping", "get_event_source_mapping", {"UUID": NOWHERE}, MISSING),
    Case("a mapping that is changed is there", API + "UpdateEventSourceMapping", "update_event_source_mapping", {"UUID": NOWHERE}, MISSING),
    Case("a mapping that is deleted is there", API + "DeleteEventSourceMapping", "delete_event_source_mapping", {"UUID": NOWHERE}, MISSING),
    Case("a change is checked as a creation", API + "UpdateEventSourceMapping", "update_event_source_mapping", {"UUID": "{mapping}", "BatchSize": 11}, invalid("Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10")),
    Case("a mapping is described", API + "GetEventSourceMapping", "get_event_source_mapping", {"UUID": "{mapping}"}, {**FROM_QUEUE, "EventSourceArn": "{mapped}", "State": "Enabled"}),
    Case("mappings are listed by source", API + "ListEventSourceMappings", "list_event_source_mappings", {"EventSourceArn": "{queue}"}, {"EventSourceMappings": []}),
    Case("mappings are listed by function", API + "ListEventSourceMappings", "list_event_source_mappings", {"FunctionName": "work"}, {"EventSourceMappings": [{**FROM_QUEUE, "EventSourceArn": "{mapped}", "State": "Enabled"}]}),
]  # fmt: skip
