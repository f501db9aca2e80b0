"""Cases of SQS: what one request to an empty queue is answered.

`{queue}` stands for the URL of a standard queue, `{fifo}` for that of a FIFO queue.
"""

from typing import Any

from behaviours import Case

API = "Amazon SQS API reference, "
GUIDE = "Amazon SQS Developer Guide, "
VALIDATED = "LocalStack 4.14.0, whose behaviour is validated against AWS, services/sqs/"
INVALID = "InvalidParameterValue"
ATTRIBUTE = "InvalidAttributeValue"


def send(**parameters: Any) -> dict[str, Any]:
    return {"QueueUrl": "{queue}", "MessageBody": "text", **parameters}


def send_fifo(**parameters: Any) -> dict[str, Any]:
    return {"QueueUrl": "{fifo}", "MessageBody": "text", **parameters}


def attribute(kind: str, **value: Any) -> dict[str, Any]:
    return send(MessageAttributes={"name": {"DataType": kind, **value}})


def batch(*ids: str) -> dict[str, Any]:
    return {
        "QueueUrl": "{queue}",
        "Entries": [{"Id": identifier, "MessageBody": "text"} for identifier in ids],
    }


def setting(name: str, value: str) -> dict[str, Any]:
    return {"QueueUrl": "{queue}", "Attributes": {name: value}}


def out_of_range(value: object, parameter: str, reason: str) -> tuple[str, str]:
    return INVALID, f"Value {value} for parameter {parameter} is invalid. Reason: {reason}"


CASES = [
    Case("a body can't be empty", API + "SendMessage", "send_message", send(MessageBody=""), ("MissingParameter", "The request must contain the parameter MessageBody.")),
    Case("a body has the characters of XML", API + "SendMessage", "send_message", send(MessageBody="a\u0000b"),
         ("InvalidMessageContents", "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF")),
    Case("a message has 1 MiB at most", GUIDE + "Amazon SQS message quotas", "send_message", send(MessageBody="x" * 1_048_577),
         (INVALID, "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.")),
    Case("attributes count as well", GUIDE + "Amazon SQS message quotas", "send_message",
         send(MessageBody="x" * 1_048_560, MessageAttributes={"name": {"DataType": "String", "StringValue": "x" * 20}}),
         (INVALID, "One or more parameters are invalid. Reason: Message must be shorter than 1048576 bytes.")),
    Case("a delay has 15 minutes at most", API + "SendMessage", "send_message", send(DelaySeconds=901), out_of_range(901, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.")),
    Case("a delay is not negative", API + "SendMessage", "send_message", send(DelaySeconds=-1), out_of_range(-1, "DelaySeconds", "DelaySeconds must be >= 0 and <= 900.")),
    Case("an attribute has a type", API + "MessageAttributeValue", "send_message", attribute("", StringValue="x"),
         (INVALID, "The message attribute 'name' must contain non-empty message attribute type.")),
    Case("types begin with one of three words", API + "MessageAttributeValue", "send_message", attribute("Text", StringValue="x"),
         (INVALID, "The message attribute 'name' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.")),
    Case("an attribute has a value", VALIDATED + "provider.py", "send_message", attribute("String", StringValue=""),
         (INVALID, "Message (user) attribute 'name' must contain a non-empty value of type 'String'.")),
    Case("a number is one", API + "MessageAttributeValue", "send_message", attribute("Number", StringValue="ten"),
         (INVALID, "Can't cast the value of message (user) attribute 'name' to a number.")),
    Case("there are ten attributes at most", GUIDE + "Amazon SQS message metadata", "send_message",
         send(MessageAttributes={f"n{number}": {"DataType": "String", "StringValue": "x"} for number in range(11)}),
         (INVALID, "Number of message attributes [11] exceeds the allowed maximum [10].")),
    Case("names that begin with AWS are reserved", GUIDE + "Amazon SQS message metadata", "send_message",
         send(MessageAttributes={"AWS.name": {"DataType": "String", "StringValue": "x"}}),
         (INVALID, "You can't use message attribute names beginning with 'AWS.' or 'Amazon.'. These strings are reserved for internal use.")),
    Case("a standard queue does not deduplicate", API + "SendMessage", "send_message", send(MessageDeduplicationId="d"),
         out_of_range("d", "MessageDeduplicationId", "The request includes a parameter that is not valid for this queue type.")),
    Case("a FIFO message has a group", API + "SendMessage", "send_message", send_fifo(MessageDeduplicationId="d"),
         ("MissingParameter", "The request must contain the parameter MessageGroupId.")),
    Case("a FIFO message has a deduplication id", API + "SendMessage", "send_message", send_fifo(MessageGroupId="g"),
         (INVALID, "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly")),
    Case("a group has 128 characters at most", API + "SendMessage", "send_message", send_fifo(MessageGroupId="g" * 129, MessageDeduplicationId="d"),
         out_of_range("g" * 129, "MessageGroupId", "MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length.")),
    Case("a FIFO message has no delay of its own", API + "SendMessage", "send_message", send_fifo(MessageGroupId="g", MessageDeduplicationId="d", DelaySeconds=1),
         out_of_range(1, "DelaySeconds", "The request include parameter that is not valid for this queue type.")),
    Case("a batch has entries", API + "SendMessageBatch", "send_message_batch", batch(),
         ("AWS.SimpleQueueService.EmptyBatchRequest", "There should be at least one SendMessageBatchRequestEntry in the request.")),
    Case("a batch has ten entries at most", API + "SendMessageBatch", "send_message_batch", batch(*"abcdefghijk"),
         ("AWS.SimpleQueueService.TooManyEntriesInBatchRequest", "Maximum number of entries per request are 10. You have sent 11.")),
    Case("of ids that come again the first to do so is told", "verified on AWS by moto's tests/test_sqs/test_sqs.py::test_send_message_batch_errors",
         "send_message_batch", batch("a", "b", "b", "a"), ("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "Id b repeated.")),
    Case("ids of a batch differ", API + "SendMessageBatch", "send_message_batch", batch("a", "a"), ("AWS.SimpleQueueService.BatchEntryIdsNotDistinct", "Id a repeated.")),
    Case("ids of a batch have their form", API + "SendMessageBatch", "send_message_batch", batch("a b"),
         ("AWS.SimpleQueueService.InvalidBatchEntryId", "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.")),
    Case("a batch to delete has entries", API + "DeleteMessageBatch", "delete_message_batch", {"QueueUrl": "{queue}", "Entries": []},
         ("AWS.SimpleQueueService.EmptyBatchRequest", "There should be at least one DeleteMessageBatchRequestEntry in the request.")),
    Case("a batch of timeouts has entries", API + "ChangeMessageVisibilityBatch", "change_message_visibility_batch", {"QueueUrl": "{queue}", "Entries": []},
         ("AWS.SimpleQueueService.EmptyBatchRequest", "There should be at least one ChangeMessageVisibilityBatchRequestEntry in the request.")),
    Case("each entry of a batch can fail by itself", API + "DeleteMessageBatch", "delete_message_batch",
         {"QueueUrl": "{queue}", "Entries": [{"Id": "a", "ReceiptHandle": "x"}]},
         {"Successful": [], "Failed": [{"Id": "a", "SenderFault": True, "Code": "ReceiptHandleIsInvalid",
                                        "Message": 'The input receipt handle "x" is not a valid receipt handle.'}]}),
    Case("ten messages are received at most", API + "ReceiveMessage", "receive_message", {"QueueUrl": "{queue}", "MaxNumberOfMessages": 11},
         out_of_range(11, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.")),
    Case("one message is received at least", API + "ReceiveMessage", "receive_message", {"QueueUrl": "{queue}", "MaxNumberOfMessages": 0},
         out_of_range(0, "MaxNumberOfMessages", "Must be between 1 and 10, if provided.")),
    Case("a poll waits for 20 seconds at most", API + "ReceiveMessage", "receive_message", {"QueueUrl": "{queue}", "WaitTimeSeconds": 21},
         out_of_range(21, "WaitTimeSeconds", "Must be >= 0 and <= 20, if provided.")),
    Case("a timeout has 12 hours at most", API + "ReceiveMessage", "receive_message", {"QueueUrl": "{queue}", "VisibilityTimeout": 43_201},
         out_of_range(43_201, "VisibilityTimeout", "Must be between 0 and 43200, if provided.")),
    Case("a timeout is not negative", API + "ReceiveMessage", "receive_message", {"QueueUrl": "{queue}", "VisibilityTimeout": -1},
         out_of_range(-1, "VisibilityTimeout", "Must be between 0 and 43200, if provided.")),
    Case("an empty queue has no messages", API + "ReceiveMessage", "receive_message", {"QueueUrl": "{queue}"}, {}),
    Case("a handle is one", API + "DeleteMessage", "delete_message", {"QueueUrl": "{queue}", "ReceiptHandle": "x"},
         ("ReceiptHandleIsInvalid", 'The input receipt handle "x" is not a valid receipt handle.')),
    Case("a queue must exist", API + "GetQueueUrl", "get_queue_url", {"QueueName": "nothing"},
         ("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.")),
    Case("a name has its characters", API + "CreateQueue", "create_queue", {"QueueName": "a b"},
         (INVALID, "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")),
    Case("a FIFO queue's name ends with .fifo", API + "CreateQueue", "create_queue", {"QueueName": "a", "Attributes": {"FifoQueue": "true"}},
         (INVALID, "The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length")),
    Case("a queue is not made twice with other attributes", API + "CreateQueue", "create_queue", {"QueueName": "standard", "Attributes": {"VisibilityTimeout": "31"}},
         ("QueueAlreadyExists", "A queue already exists with the same name and a different value for attribute VisibilityTimeout")),
    Case("a visibility timeout is in its range", API + "SetQueueAttributes", "set_queue_attributes", setting("VisibilityTimeout", "43201"),
         (ATTRIBUTE, "Invalid value for the parameter VisibilityTimeout.")),
    Case("a delay is in its range", API + "SetQueueAttributes", "set_queue_attributes", setting("DelaySeconds", "901"), (ATTRIBUTE, "Invalid value for the parameter DelaySeconds.")),
    Case("retention is in its range", API + "SetQueueAttributes", "set_queue_attributes", setting("MessageRetentionPeriod", "59"),
         (ATTRIBUTE, "Invalid value for the parameter MessageRetentionPeriod.")),
    Case("a size is in its range", API + "SetQueueAttributes", "set_queue_attributes", setting("MaximumMessageSize", "1048577"),
         (ATTRIBUTE, "Invalid value for the parameter MaximumMessageSize.")),
    Case("a number is one in attributes", API + "SetQueueAttributes", "set_queue_attributes", setting("DelaySeconds", "soon"), (ATTRIBUTE, "Invalid value for the parameter DelaySeconds.")),
    Case("an attribute must exist", API + "SetQueueAttributes", "set_queue_attributes", setting("Colour", "blue"), ("InvalidAttributeName", "Unknown Attribute Colour.")),
    Case("a FIFO attribute is for FIFO queues", API + "SetQueueAttributes", "set_queue_attributes", setting("ContentBasedDeduplication", "true"),
         ("InvalidAttributeName", "Unknown Attribute ContentBasedDeduplication.")),
    Case("a redrive policy is JSON", API + "SetQueueAttributes", "set_queue_attributes", setting("RedrivePolicy", "none"),
         out_of_range("none", "RedrivePolicy", "Redrive policy is not a valid JSON map.")),
    Case("retention has 14 days at most", API + "SetQueueAttributes", "set_queue_attributes", setting("MessageRetentionPeriod", "1209601"),
         (ATTRIBUTE, "Invalid value for the parameter MessageRetentionPeriod.")),
    Case("a wait is in its range", API + "SetQueueAttributes", "set_queue_attributes", setting("ReceiveMessageWaitTimeSeconds", "21"),
         (ATTRIBUTE, "Invalid value for the parameter ReceiveMessageWaitTimeSeconds.")),
    Case("a redrive policy has a count", API + "SetQueueAttributes", "set_queue_attributes", setting("RedrivePolicy", '{"deadLetterTargetArn": "x"}'),
         out_of_range('{"deadLetterTargetArn": "x"}', "RedrivePolicy", "Redrive policy does not contain mandatory attribute: maxReceiveCount.")),
    Case("a redrive policy has a target", API + "SetQueueAttributes", "set_queue_attributes", setting("RedrivePolicy", '{"maxReceiveCount": 1}'),
         out_of_range('{"maxReceiveCount": 1}', "RedrivePolicy", "Redrive policy does not contain mandatory attribute: deadLetterTargetArn.")),
    Case("a message is received 1,000 times at most", API + "SetQueueAttributes", "set_queue_attributes",
         setting("RedrivePolicy", '{"deadLetterTargetArn": "x", "maxReceiveCount": 1001}'),
         out_of_range('{"deadLetterTargetArn": "x", "maxReceiveCount": 1001}', "RedrivePolicy",
                      "Invalid value for maxReceiveCount: 1001, valid values are from 1 to 1000 both inclusive.")),
    Case("an attribute that is asked for must exist", API + "GetQueueAttributes", "get_queue_attributes", {"QueueUrl": "{queue}", "AttributeNames": ["Colour"]},
         ("InvalidAttributeName", "Unknown Attribute Colour.")),
    Case("only what is asked for is told", API + "GetQueueAttributes", "get_queue_attributes", {"QueueUrl": "{queue}", "AttributeNames": ["DelaySeconds"]},
         {"Attributes": {"DelaySeconds": "0"}}),
    Case("nothing asked for is nothing told", API + "GetQueueAttributes", "get_queue_attributes", {"QueueUrl": "{queue}"}, {}),
    Case("a dead-letter queue has sources", API + "StartMessageMoveTask", "start_message_move_task", {"SourceArn": "{queue_arn}"},
         (INVALID, "Source queue must be configured as a Dead Letter Queue.")),
    Case("a source to list tasks of is an ARN", VALIDATED + "provider.py", "list_message_move_tasks", {"SourceArn": "standard"},
         (INVALID, "You must use this format to specify the SourceArn: arn:<partition>:<service>:<region>:<account-id>:<resource-id>")),
    Case("a task handle is one", VALIDATED + "provider.py", "cancel_message_move_task", {"TaskHandle": "x"}, (INVALID, "Value for parameter TaskHandle is invalid.")),
    Case("a standard queue's name does not end with .fifo", VALIDATED + "models.py", "create_queue", {"QueueName": "a.fifo"},
         (INVALID, "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length")),
    Case("a scope of deduplication is for FIFO queues", VALIDATED + "models.py", "create_queue", {"QueueName": "a", "Attributes": {"DeduplicationScope": "queue"}},
         ("InvalidAttributeName", "You can specify the DeduplicationScope only when FifoQueue is set to true.")),
    Case("a FIFO queue can be said to be one again", VALIDATED + "models.py", "set_queue_attributes", {"QueueUrl": "{fifo}", "Attributes": {"FifoQueue": "true"}}, {}),
    Case("a FIFO queue stays one", VALIDATED + "models.py", "set_queue_attributes", {"QueueUrl": "{fifo}", "Attributes": {"FifoQueue": "false"}},
         (ATTRIBUTE, "Invalid value for the parameter FifoQueue. Reason: Modifying queue type is not supported.")),
    Case("there is one encryption at a time", API + "SetQueueAttributes", "set_queue_attributes",
         {"QueueUrl": "{queue}", "Attributes": {"KmsMasterKeyId": "key", "SqsManagedSseEnabled": "true"}},
         (ATTRIBUTE, "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.")),
    Case("a batch to a FIFO queue is refused where a deduplication id is missing", VALIDATED + "provider.py", "send_message_batch",
         {"QueueUrl": "{fifo}", "Entries": [{"Id": "a", "MessageBody": "text", "MessageGroupId": "g"}]},
         (INVALID, "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly")),
    Case("a batch to a FIFO queue is refused where a group is missing", VALIDATED + "provider.py", "send_message_batch",
         {"QueueUrl": "{fifo}", "Entries": [{"Id": "a", "MessageBody": "text", "MessageDeduplicationId": "d"}]},
         (INVALID, "The request must contain the parameter MessageGroupId.")),
    Case("a batch to send in which everything fails names no success", VALIDATED + "provider.py", "send_message_batch",
         {"QueueUrl": "{queue}", "Entries": [{"Id": "a", "MessageBody": ""}]},
         {"Failed": [{"Id": "a", "SenderFault": True, "Code": "MissingParameter", "Message": "The request must contain the parameter MessageBody."}]}),
    Case("an action that is permitted is one", VALIDATED + "provider.py", "add_permission",
         {"QueueUrl": "{queue}", "Label": "l", "AWSAccountIds": ["000000000001"], "Actions": ["Fly"]},
         out_of_range("SQS:Fly", "ActionName", "Please refer to the appropriate WSDL for a list of valid actions. ")),
    Case("an action of owners is not permitted to others", API + "AddPermission", "add_permission",
         {"QueueUrl": "{queue}", "Label": "l", "AWSAccountIds": ["000000000001"], "Actions": ["DeleteQueue"]},
         out_of_range("SQS:DeleteQueue", "ActionName", "Only the queue owner is allowed to invoke this action.")),
    Case("an action is permitted", API + "AddPermission", "add_permission",
         {"QueueUrl": "{queue}", "Label": "l", "AWSAccountIds": ["000000000001"], "Actions": ["SendMessage"]}, {}),
    Case("a label to remove must exist", VALIDATED + "models.py", "remove_permission", {"QueueUrl": "{queue}", "Label": "l"}, out_of_range("l", "Label", "can't find label.")),
]  # fmt: skip
