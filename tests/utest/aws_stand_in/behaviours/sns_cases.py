"""Cases of SNS: what one request is answered.

`{topic}` stands for the ARN of a standard topic, `{fifo}` for that of a FIFO topic, `{queue}` and `{fifo_queue}` for those of
queues, `{subscription}` for that of a subscription of the queue to the topic, `{new}` for that of a topic `new` that there is not
yet. Ids and sequence numbers are not compared.
"""

import json
from typing import Any

from behaviours import Case

API = "Amazon SNS API reference, "
GUIDE = "Amazon SNS Developer Guide, "
VALIDATED = "LocalStack 4.14.0, whose behaviour is validated against AWS, services/sns/"
POLICIES = GUIDE + "Filter policy constraints"
DELIVERY = GUIDE + "Creating an HTTP/S delivery policy"
INVALID = "InvalidParameter"
VALUE = "ParameterValueInvalid"
NULL = "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null"
PUSH = "NotImplemented"
STATUSES = {
    **dict.fromkeys(
        (
            INVALID,
            VALUE,
            "ValidationError",
            "TagLimitExceeded",
            "EmptyBatchRequest",
            "TooManyEntriesInBatchRequest",
        ),
        400,
    ),
    **dict.fromkeys(("BatchEntryIdsNotDistinct", "InvalidBatchEntryId", "BatchRequestTooLong"), 400),
    **dict.fromkeys(("NotFound", "ResourceNotFound"), 404),
    PUSH: 501,
}
"""The HTTP status of each code, by the pages of the operations."""


def publish(**parameters: Any) -> dict[str, Any]:
    return {"TopicArn": "{topic}", "Message": "text", **parameters}


def publish_fifo(**parameters: Any) -> dict[str, Any]:
    return {"TopicArn": "{fifo}", "Message": "text", **parameters}


def attribute(kind: str, **value: Any) -> dict[str, Any]:
    return publish(MessageAttributes={"name": {"DataType": kind, **value}})


def named(name: str) -> dict[str, Any]:
    return publish(MessageAttributes={name: {"DataType": "String", "StringValue": "x"}})


def subscribe(**parameters: Any) -> dict[str, Any]:
    return {"TopicArn": "{topic}", "Protocol": "sqs", "Endpoint": "{fifo_queue}", **parameters}


def subscribe_as(protocol: str, endpoint: str, topic: str = "{topic}") -> dict[str, Any]:
    return {"TopicArn": topic, "Protocol": protocol, "Endpoint": endpoint}


def filtered(policy: Any, scope: str = "MessageAttributes") -> dict[str, Any]:
    text = policy if isinstance(policy, str) else json.dumps(policy)
    return {"TopicArn": "{topic}", "Protocol": "sqs", "Endpoint": "{fifo_queue}".replace("fifo_", "other_"),
            "Attributes": {"FilterPolicy": text, "FilterPolicyScope": scope}}  # fmt: skip


def refused_policy(reason: str) -> tuple[str, str]:
    return INVALID, f"Invalid parameter: Attributes Reason: FilterPolicy: {reason}"


def setting(name: str, value: str) -> dict[str, Any]:
    return {"SubscriptionArn": "{subscription}", "AttributeName": name, "AttributeValue": value}


def policy(rules: dict[str, Any]) -> dict[str, Any]:
    return setting("FilterPolicy", json.dumps(rules))


def topic_setting(name: str, value: str) -> dict[str, Any]:
    return {"TopicArn": "{topic}", "AttributeName": name, "AttributeValue": value}


def retries(number: Any) -> dict[str, Any]:
    return setting("DeliveryPolicy", json.dumps({"healthyRetryPolicy": {"numRetries": number}}))


def batch(*entries: dict[str, Any], topic: str = "{topic}") -> dict[str, Any]:
    return {"TopicArn": topic, "PublishBatchRequestEntries": [{"Message": "text", **one} for one in entries]}


def invalid(reason: str) -> tuple[str, str]:
    return INVALID, f"Invalid parameter: {reason}"


NO_TOPIC = "arn:aws:sns:eu-west-1:000000000000:none"
FIFO_NAME = (
    "Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, "
    "underscores, and hyphens, and must be between 1 and 256 characters long."
)

CASES = [
    # topics
    Case("a topic's name has no blanks", API + "CreateTopic", "create_topic", {"Name": "a b"}, invalid("Topic Name")),
    Case("a topic's name has letters, digits, hyphens and underscores", API + "CreateTopic", "create_topic", {"Name": "new"}, {"TopicArn": "{new}"}),
    Case("a topic has a name", API + "CreateTopic", "create_topic", {"Name": ""}, invalid("Topic Name")),
    Case("a topic's name has 256 characters at most", API + "CreateTopic", "create_topic", {"Name": "a" * 257}, invalid("Topic Name")),
    Case("a topic's name has up to 256 characters", API + "CreateTopic", "create_topic", {"Name": "new" + "a" * 253}, {"TopicArn": "{new}" + "a" * 253}),
    Case("only a FIFO topic's name has the suffix", API + "CreateTopic", "create_topic", {"Name": "a.fifo"}, invalid("Topic Name")),
    Case("a FIFO topic's name has the suffix", API + "CreateTopic", "create_topic", {"Name": "a", "Attributes": {"FifoTopic": "true"}}, invalid(FIFO_NAME)),
    Case("a FIFO topic says that it is one", API + "CreateTopic", "create_topic", {"Name": "new.fifo", "Attributes": {"FifoTopic": "true"}}, {"TopicArn": "{new}.fifo"}),
    Case("attributes of topics are known", API + "CreateTopic", "create_topic", {"Name": "a", "Attributes": {"Color": "red"}}, invalid("Attributes Reason: Unknown attribute: Color")),
    Case("a topic is not created twice with other attributes", API + "CreateTopic", "create_topic", {"Name": "topic", "Attributes": {"DisplayName": "x"}},
         invalid("Attributes Reason: Topic already exists with different attributes")),
    Case("a topic is not created twice with other tags", API + "CreateTopic", "create_topic", {"Name": "topic", "Tags": [{"Key": "a", "Value": "b"}]},
         invalid("Tags Reason: Topic already exists with different tags")),
    Case("a topic again is the one there is", API + "CreateTopic", "create_topic", {"Name": "topic", "Attributes": {"DisplayName": "", "KmsMasterKeyId": ""}}, {"TopicArn": "{topic}"}),
    Case("a topic again has the defaults that it has", API + "CreateTopic", "create_topic", {"Name": "topic", "Attributes": {"FifoTopic": "false", "TracingConfig": "PassThrough"}}, {"TopicArn": "{topic}"}),
    Case("a FIFO topic again has the defaults that it has", API + "CreateTopic", "create_topic",
         {"Name": "ordered.fifo", "Attributes": {"FifoTopic": "True", "ContentBasedDeduplication": "false", "FifoThroughputScope": "Topic"}}, {"TopicArn": "{fifo}"}),
    Case("a key has one tag", API + "CreateTopic", "create_topic", {"Name": "a", "Tags": [{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}]}, invalid("Duplicated keys are not allowed.")),
    Case("a topic has 50 tags at most", API + "TagResource", "tag_resource", {"ResourceArn": "{topic}", "Tags": [{"Key": str(n), "Value": ""} for n in range(51)]},
         ("TagLimitExceeded", "Could not complete request: tag quota of per resource exceeded")),
    Case("a topic has up to 50 tags", API + "TagResource", "tag_resource", {"ResourceArn": "{topic}", "Tags": [{"Key": str(n), "Value": ""} for n in range(50)]}, {}),
    Case("tags are of a topic that there is", API + "TagResource", "tag_resource", {"ResourceArn": NO_TOPIC, "Tags": []}, ("ResourceNotFound", "Resource does not exist")),
    Case("a topic that is not there has no attributes", API + "GetTopicAttributes", "get_topic_attributes", {"TopicArn": NO_TOPIC}, ("NotFound", "Topic does not exist")),
    Case("an ARN has six parts", API + "GetTopicAttributes", "get_topic_attributes", {"TopicArn": "topic"}, invalid("TopicArn Reason: An ARN must have at least 6 elements, not 1")),
    Case("a topic that is not there can be deleted", API + "DeleteTopic", "delete_topic", {"TopicArn": NO_TOPIC}, {}),
    Case("a topic does not become FIFO", API + "SetTopicAttributes", "set_topic_attributes", {"TopicArn": "{topic}", "AttributeName": "FifoTopic", "AttributeValue": "true"}, invalid("AttributeName")),
    Case("a topic's messages have a size between 1 KiB and 1 MiB", API + "SetTopicAttributes", "set_topic_attributes",
         {"TopicArn": "{topic}", "AttributeName": "MaximumMessageSize", "AttributeValue": "1023"}, invalid("MaximumMessageSize Reason: 1023 is not a valid value")),
    Case("a topic has up to 100 retries", DELIVERY, "set_topic_attributes", topic_setting("DeliveryPolicy", '{"http": {"defaultHealthyRetryPolicy": {"numRetries": 100}}}'), {}),
    Case("a topic has no more than 100 retries", DELIVERY, "set_topic_attributes", topic_setting("DeliveryPolicy", '{"http": {"defaultHealthyRetryPolicy": {"numRetries": 101}}}'),
         invalid('DeliveryPolicy Reason: {"http": {"defaultHealthyRetryPolicy": {"numRetries": 101}}} is not a valid value')),
    Case("a topic's name on a display can be a word for a flag", API + "SetTopicAttributes", "set_topic_attributes", topic_setting("DisplayName", "TRUE"), {}),
    Case("a topic's messages have 1 KiB at least", API + "SetTopicAttributes", "set_topic_attributes", topic_setting("MaximumMessageSize", "1024"), {}),
    Case("permissions are for accounts", API + "AddPermission", "add_permission", {"TopicArn": "{topic}", "Label": "a", "AWSAccountId": ["000000000001"], "ActionName": ["Publish"]}, {}),
    Case("permissions are of actions that there are", API + "AddPermission", "add_permission", {"TopicArn": "{topic}", "Label": "a", "AWSAccountId": ["000000000001"], "ActionName": ["Fly"]},
         invalid("Policy statement action out of service scope!")),
    # publishing
    Case("a message has an id", API + "Publish", "publish", publish(), {}),
    Case("a message is not empty", API + "Publish", "publish", publish(Message=""), invalid("Empty message")),
    Case("a message is for somebody", API + "Publish", "publish", {"Message": "text"}, invalid("TopicArn or TargetArn Reason: no value for required parameter")),
    Case("a message is for a topic that there is", API + "Publish", "publish", publish(TopicArn=NO_TOPIC), ("NotFound", "Topic does not exist")),
    Case("a message has 256 KiB at most", API + "Publish", "publish", publish(Message="x" * 262_145), invalid("Message too long")),
    Case("a message has up to 256 KiB", API + "Publish", "publish", publish(Message="x" * 262_144), {}),
    Case("attributes count as well", API + "Publish", "publish", publish(Message="x" * 262_130, MessageAttributes={"name": {"DataType": "String", "StringValue": "x" * 20}}), invalid("Message too long")),
    Case("a subject has 100 characters at most", API + "Publish", "publish", publish(Subject="x" * 101), invalid("Subject")),
    Case("a subject has up to 100 characters", API + "Publish", "publish", publish(Subject="x" * 100), {}),
    Case("a subject has one line", API + "Publish", "publish", publish(Subject="a\nb"), invalid("Subject")),
    Case("a subject is not empty", API + "Publish", "publish", publish(Subject=""), invalid("Subject")),
    Case("a message for each protocol is JSON", API + "Publish", "publish", publish(MessageStructure="json"), invalid("Message Structure - JSON message body failed to parse")),
    Case("a message for each protocol has a default", API + "Publish", "publish", publish(MessageStructure="json", Message='{"sqs": "a"}'),
         invalid("Message Structure - No default entry in JSON message body")),
    Case("a default is text", API + "Publish", "publish", publish(MessageStructure="json", Message='{"default": 1}'), invalid("Message Structure - No default entry in JSON message body")),
    Case("a message can be one for each protocol", API + "Publish", "publish", publish(MessageStructure="json", Message='{"default": "a"}'), {}),
    Case("SMS is not imitated", API + "Publish", "publish", {"PhoneNumber": "+491701234567", "Message": "text"}, (PUSH, "The AWS stand-in does not imitate SMS.")),
    Case("mobile push is not imitated", API + "CreatePlatformApplication", "create_platform_application", {"Name": "a", "Platform": "GCM", "Attributes": {}},
         (PUSH, "The AWS stand-in does not imitate sns.CreatePlatformApplication.")),
    Case("an attribute has a type", API + "MessageAttributeValue", "publish", attribute("", StringValue="x"), (VALUE, "The message attribute 'name' must contain non-empty message attribute type.")),
    Case("types begin with one of three words", API + "MessageAttributeValue", "publish", attribute("Text", StringValue="x"),
         (VALUE, "The message attribute 'name' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.")),
    Case("an attribute has a value", API + "MessageAttributeValue", "publish", attribute("String", StringValue=""),
         (VALUE, "The message attribute 'name' must contain non-empty message attribute value for message attribute type 'String'.")),
    Case("an attribute has its value where its type says", VALIDATED + "provider.py", "publish", attribute("String", BinaryValue=b"x"),
         (VALUE, "The message attribute 'name' with type 'String' must use field 'String'.")),
    Case("a binary attribute is no text", VALIDATED + "provider.py", "publish", attribute("Binary.png", StringValue="x"),
         (VALUE, "The message attribute 'name' with type 'Binary.png' must use field 'Binary'.")),
    Case("an attribute's type is not left out", VALIDATED + "provider.py", "publish", publish(MessageAttributes={"name": {"StringValue": "x"}}),
         ("ValidationError", NULL.format("messageAttributes.name.member.dataType"))),
    Case("a label of a type is not empty", VALIDATED + "constants.py", "publish", attribute("String.", StringValue="x"),
         (VALUE, "The message attribute 'name' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.")),
    Case("a name has no blanks", VALIDATED + "provider.py", "publish", named("a b"),
         (VALUE, "Invalid non-alphanumeric character '#x20' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.")),
    Case("a name does not start with a full stop", VALIDATED + "provider.py", "publish", named(".a"), (VALUE, "Invalid message attribute name starting with character '.' was found.")),
    Case("a name does not end with a full stop", VALIDATED + "provider.py", "publish", named("a."), (VALUE, "Invalid message attribute name ending with character '.' was found.")),
    Case("a name has single full stops", VALIDATED + "provider.py", "publish", named("a..b"), (VALUE, "Message attribute name can not have successive '.' character.")),
    Case("a name has 256 characters at most", VALIDATED + "provider.py", "publish", named("a" * 257), (VALUE, "Length of message attribute name must be less than 256 bytes.")),
    Case("a name has full stops within", VALIDATED + "provider.py", "publish", named("a.b-c_d"), {}),
    Case("a number is one", API + "MessageAttributeValue", "publish", attribute("Number", StringValue="ten"), (VALUE, "Could not cast message attribute 'name' value to number.")),
    Case("a number can have an exponent", API + "MessageAttributeValue", "publish", attribute("Number", StringValue="-1.5e3"), {}),
    Case("a type can have a label", API + "MessageAttributeValue", "publish", attribute("String.colour", StringValue="x"), {}),
    Case("names of AWS are AWS's", GUIDE + "Message attribute items and validation", "publish", publish(MessageAttributes={"AWS.x": {"DataType": "String", "StringValue": "x"}}),
         (VALUE, "The message attribute name 'AWS.x' is invalid.")),
    Case("a name can contain AWS", GUIDE + "Message attribute items and validation", "publish", publish(MessageAttributes={"xAWS.x": {"DataType": "String", "StringValue": "x"}}), {}),
    Case("a message to a FIFO topic has its group and its own id", API + "Publish", "publish", publish_fifo(MessageGroupId="g", MessageDeduplicationId="d"), {}),
    Case("a message to a FIFO topic has a group", API + "Publish", "publish", publish_fifo(), invalid("The MessageGroupId parameter is required for FIFO topics")),
    Case("a message to a FIFO topic can be told from others", API + "Publish", "publish", publish_fifo(MessageGroupId="g"),
         invalid("The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly")),
    Case("a standard topic does not deduplicate", API + "Publish", "publish", publish(MessageDeduplicationId="d"),
         invalid("MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type")),
    Case("a group has no blanks", API + "Publish", "publish", publish_fifo(MessageGroupId="a b", MessageDeduplicationId="d"),
         invalid("MessageGroupId Reason: MessageGroupId can only include alphanumeric and punctuation characters. 1 to 128 in length")),
    # batches
    Case("a batch is not empty", API + "PublishBatch", "publish_batch", batch(), ("EmptyBatchRequest", "The batch request doesn't contain any entries.")),
    Case("a batch has ten messages at most", API + "PublishBatch", "publish_batch", batch(*({"Id": str(n)} for n in range(11))),
         ("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.")),
    Case("a batch has up to ten messages", API + "PublishBatch", "publish_batch", batch(*({"Id": str(n)} for n in range(10))), {"Successful": [{"Id": str(n)} for n in range(10)], "Failed": []}),
    Case("ids of a batch differ", API + "PublishBatch", "publish_batch", batch({"Id": "a"}, {"Id": "a"}),
         ("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")),
    Case("an id of a batch has no blanks", VALIDATED + "provider.py", "publish_batch", batch({"Id": "a b"}),
         ("InvalidBatchEntryId", "The Id of a batch entry in the batch request contains an impermissible character: a b")),
    Case("an id of a batch has 80 characters at most", VALIDATED + "provider.py", "publish_batch", batch({"Id": "a" * 81}),
         ("InvalidBatchEntryId", "The Id of a batch entry in the batch request is too long: " + "a" * 81)),
    Case("an id of a batch has up to 80 characters", API + "PublishBatch", "publish_batch", batch({"Id": "a" * 80}), {"Successful": [{"Id": "a" * 80}], "Failed": []}),
    Case("a batch with a wrong attribute is refused as a whole", VALIDATED + "provider.py", "publish_batch",
         batch({"Id": "a"}, {"Id": "b", "MessageAttributes": {"x": {"StringValue": "x"}}}),
         ("ValidationError", NULL.format("publishBatchRequestEntries.2.member.messageAttributes.x.member.dataType"))),
    Case("a batch has 256 KiB at most", VALIDATED + "provider.py", "publish_batch", batch({"Id": "a", "Message": "x" * 200_000}, {"Id": "b", "Message": "x" * 70_000}),
         ("BatchRequestTooLong", "The length of all the messages put together is more than the limit.")),
    Case("a batch has up to 256 KiB", API + "PublishBatch", "publish_batch", batch({"Id": "a", "Message": "x" * 200_000}, {"Id": "b", "Message": "x" * 62_144}), {"Successful": [{"Id": "a"}, {"Id": "b"}], "Failed": []}),
    Case("each message of a batch to a FIFO topic has a group", API + "PublishBatch", "publish_batch", batch({"Id": "a"}, topic="{fifo}"),
         invalid("The MessageGroupId parameter is required for FIFO topics")),
    # subscriptions
    Case("protocols are known", API + "Subscribe", "subscribe", subscribe_as("pigeon", "loft"), invalid("Amazon SNS does not support this protocol string: pigeon")),
    Case("a queue is subscribed by its ARN", API + "Subscribe", "subscribe", subscribe_as("sqs", "queue"), invalid("SQS endpoint ARN")),
    Case("a function is subscribed by its ARN", API + "Subscribe", "subscribe", subscribe_as("lambda", "function"), invalid("Lambda endpoint ARN")),
    Case("an HTTP endpoint is subscribed by its URL", API + "Subscribe", "subscribe", subscribe_as("http", "https://127.0.0.1/"), invalid("Endpoint must match the specified protocol")),
    Case("an e-mail address has an at sign", API + "Subscribe", "subscribe", subscribe_as("email", "ada"), invalid("Email address")),
    Case("an e-mail address has to be confirmed", API + "Subscribe", "subscribe", subscribe_as("email", "ada@example.com"), {"SubscriptionArn": "pending confirmation"}),
    Case("SMS endpoints are not imitated", API + "Subscribe", "subscribe", subscribe_as("sms", "+491701234567"), (PUSH, "The AWS stand-in does not imitate subscriptions of the protocol sms.")),
    Case("a subscription is to a topic that there is", API + "Subscribe", "subscribe", subscribe_as("sqs", "{queue}", NO_TOPIC), ("NotFound", "Topic does not exist")),
    Case("a subscription is to the ARN of a topic", API + "Subscribe", "subscribe", subscribe_as("sqs", "{queue}", "topic"), invalid("TopicArn Reason: An ARN must have at least 6 elements, not 1")),
    Case("a FIFO queue is not subscribed to a standard topic", GUIDE + "FIFO topics", "subscribe", subscribe(),
         invalid("Invalid parameter: Endpoint Reason: FIFO SQS Queues can not be subscribed to standard SNS topics")),
    Case("a function is not subscribed to a FIFO topic", GUIDE + "FIFO topics", "subscribe", subscribe_as("lambda", "arn:aws:lambda:eu-west-1:000000000001:function:f", "{fifo}"),
         invalid("Invalid parameter: Protocol Reason: lambda endpoints can not be subscribed to FIFO SNS topics")),
    Case("a subscription again has the same attributes", API + "Subscribe", "subscribe", subscribe(Endpoint="{queue}", Attributes={"RawMessageDelivery": "true"}),
         invalid("Attributes Reason: Subscription already exists with different attributes")),
    Case("a subscription again is the one there is", API + "Subscribe", "subscribe", subscribe(Endpoint="{queue}"), {"SubscriptionArn": "{subscription}"}),
    Case("a subscription again has the defaults that it has", API + "Subscribe", "subscribe", subscribe(Endpoint="{queue}", Attributes={"RawMessageDelivery": "false", "FilterPolicy": ""}),
         {"SubscriptionArn": "{subscription}"}),
    Case("a subscription again has no attributes that there are not", VALIDATED + "utils.py", "subscribe", subscribe(Endpoint="{queue}", Attributes={"Color": "red"}),
         invalid("Attributes Reason: AttributeName")),
    Case("a token confirms", API + "ConfirmSubscription", "confirm_subscription", {"TopicArn": "{topic}", "Token": "x"}, invalid("Token")),
    Case("a token confirms whatever the topic", VALIDATED + "provider.py", "confirm_subscription", {"TopicArn": NO_TOPIC, "Token": "x"}, invalid("Token")),
    Case("a topic to confirm is an ARN", VALIDATED + "provider.py", "confirm_subscription", {"TopicArn": "topic", "Token": "x"}, invalid("Topic")),
    Case("a topic to confirm is in the region", VALIDATED + "provider.py", "confirm_subscription", {"TopicArn": NO_TOPIC.replace("eu-west-1", "us-east-1"), "Token": "x"}, invalid("Topic")),
    Case("a subscription to be ended is named", VALIDATED + "provider.py", "unsubscribe", {}, invalid("SubscriptionArn Reason: no value for required parameter")),
    Case("an ARN that is empty is none", VALIDATED + "utils.py", "get_topic_attributes", {"TopicArn": ""}, invalid("TopicArn Reason: An ARN must have at least 6 elements, not 1")),
    Case("a subscription that is gone can be ended", API + "Unsubscribe", "unsubscribe", {"SubscriptionArn": NO_TOPIC + ":6b0e71bd-7e97-4d97-80ce-4a0994e55286"}, {}),
    Case("a topic is no subscription", API + "Unsubscribe", "unsubscribe", {"SubscriptionArn": "{topic}"}, invalid("SubscriptionId")),
    Case("a subscription can be ended", API + "Unsubscribe", "unsubscribe", {"SubscriptionArn": "{subscription}"}, {}),
    Case("a subscription that is gone has no attributes", API + "GetSubscriptionAttributes", "get_subscription_attributes",
         {"SubscriptionArn": NO_TOPIC + ":6b0e71bd-7e97-4d97-80ce-4a0994e55286"}, ("NotFound", "Subscription does not exist")),
    Case("attributes of subscriptions are known", API + "SetSubscriptionAttributes", "set_subscription_attributes", setting("Color", "red"), invalid("AttributeName")),
    Case("raw delivery is on or off", API + "SetSubscriptionAttributes", "set_subscription_attributes", setting("RawMessageDelivery", "maybe"),
         invalid("RawMessageDelivery: Invalid value [maybe]. Must be true or false.")),
    Case("a redrive policy is JSON", API + "SetSubscriptionAttributes", "set_subscription_attributes", setting("RedrivePolicy", "{"), invalid("RedrivePolicy: failed to parse JSON.")),
    Case("a redrive policy names a queue", API + "SetSubscriptionAttributes", "set_subscription_attributes", setting("RedrivePolicy", '{"deadLetterTargetArn": "queue"}'),
         invalid("RedrivePolicy: deadLetterTargetArn is an invalid arn")),
    Case("raw delivery can be switched on", API + "SetSubscriptionAttributes", "set_subscription_attributes", setting("RawMessageDelivery", "true"), {}),
    Case("a redrive policy names a queue by its ARN", API + "SetSubscriptionAttributes", "set_subscription_attributes", setting("RedrivePolicy", '{"deadLetterTargetArn": "arn:aws:sqs:eu-west-1:000000000001:dead"}'), {}),
    Case("a delivery policy is JSON", DELIVERY, "set_subscription_attributes", setting("DeliveryPolicy", "{"), invalid("DeliveryPolicy: failed to parse JSON.")),
    Case("retries are up to 100", DELIVERY, "set_subscription_attributes", retries(100), {}),
    Case("retries may be none", DELIVERY, "set_subscription_attributes", retries(0), {}),
    *(Case(f"retries are not {number}", DELIVERY, "set_subscription_attributes", retries(number),
           invalid("DeliveryPolicy: healthyRetryPolicy.numRetries must be an integer between 0 and 100")) for number in (-1, 101, 1.5, True, "3", None)),
    Case("a retry has a delay of an hour at most", DELIVERY, "set_subscription_attributes", setting("DeliveryPolicy", '{"healthyRetryPolicy": {"maxDelayTarget": 3601}}'),
         invalid("DeliveryPolicy: healthyRetryPolicy.maxDelayTarget must be an integer between 1 and 3600")),
    Case("delays grow by a function that is known", DELIVERY, "set_subscription_attributes", setting("DeliveryPolicy", '{"healthyRetryPolicy": {"backoffFunction": "cubic"}}'),
         invalid("DeliveryPolicy: healthyRetryPolicy.backoffFunction must be one of linear, arithmetic, geometric, exponential")),
    Case("filters look at attributes or the body", API + "SetSubscriptionAttributes", "set_subscription_attributes", setting("FilterPolicyScope", "Envelope"),
         invalid("FilterPolicyScope: Invalid value [Envelope]. Please use either MessageBody or MessageAttributes")),
    Case("what is set can be without the words of Subscribe", API + "SetSubscriptionAttributes", "set_subscription_attributes", setting("FilterPolicy", "{"), invalid("FilterPolicy: failed to parse JSON.")),
    # filter policies
    Case("a filter policy has up to five names", POLICIES, "set_subscription_attributes", policy({str(n): ["x"] for n in range(5)}), {}),
    Case("a filter policy has up to 150 combinations", POLICIES, "set_subscription_attributes", policy({"a": [str(n) for n in range(15)], "b": [str(n) for n in range(10)]}), {}),
    Case("a filter policy has operators", POLICIES, "set_subscription_attributes", policy({"a": [{"exists": False}, {"prefix": "x"}], "b": [{"numeric": [">", 1, "<", 2]}], "c": [{"anything-but": ["x"]}]}), {}),
    Case("a filter policy is JSON", POLICIES, "subscribe", filtered("{"), refused_policy("failed to parse JSON.")),
    Case("a filter policy is an object", POLICIES, "subscribe", filtered([1]), refused_policy("failed to parse JSON.")),
    Case("a rule is a list", POLICIES, "subscribe", filtered({"a": "b"}), refused_policy('"a" must be an object or an array')),
    Case("a rule is not empty", POLICIES, "subscribe", filtered({"a": []}), refused_policy("Empty arrays are not allowed")),
    Case("a filter policy has five names at most", POLICIES, "subscribe", filtered({str(n): ["x"] for n in range(6)}), refused_policy("Filter policy can not have more than 5 keys")),
    Case("a filter policy has 150 combinations at most", POLICIES, "subscribe", filtered({"a": [str(n) for n in range(16)], "b": [str(n) for n in range(10)]}),
         refused_policy("Filter policy is too complex")),
    Case("levels multiply the combinations", POLICIES, "subscribe", filtered({"a": {"b": {"c": [str(n) for n in range(51)]}}}, "MessageBody"), refused_policy("Filter policy is too complex")),
    Case("attributes have no levels", POLICIES, "subscribe", filtered({"a": {"b": ["c"]}}),
         invalid("Attributes Reason: Filter policy scope MessageAttributes does not support nested filter policy")),
    Case("operators are known", POLICIES, "subscribe", filtered({"a": [{"like": "x"}]}), refused_policy("Unrecognized match type like")),
    Case("a list within a list is no value", POLICIES, "subscribe", filtered({"a": [["x"]]}), refused_policy("Match value must be String, number, true, false, or null")),
    Case("exists is true or false", POLICIES, "subscribe", filtered({"a": [{"exists": "yes"}]}), refused_policy("exists match pattern must be either true or false.")),
    Case("comparisons are known", POLICIES, "subscribe", filtered({"a": [{"numeric": ["!", 1]}]}), refused_policy("Unrecognized numeric range operator: !")),
    Case("an equation is with a number", VALIDATED + "filter.py", "subscribe", filtered({"a": [{"numeric": ["=", "1"]}]}), refused_policy("Value of equals must be numeric")),
    Case("a comparison begins with an operator", VALIDATED + "filter.py", "subscribe", filtered({"a": [{"numeric": [1]}]}), refused_policy("Invalid member in numeric match: 1")),
    Case("a range has an operator in the middle", VALIDATED + "filter.py", "subscribe", filtered({"a": [{"numeric": [">", 1, 2, 3]}]}), refused_policy("Bad value in numeric range: 2")),
    Case("a network is text", VALIDATED + "filter.py", "subscribe", filtered({"a": [{"cidr": 1}]}), refused_policy("prefix match pattern must be a string")),
    Case("a network has a mask", VALIDATED + "filter.py", "subscribe", filtered({"a": [{"cidr": "10.0.0.0"}]}), refused_policy("Malformed CIDR, one '/' required")),
    Case("a mask is a number", VALIDATED + "filter.py", "subscribe", filtered({"a": [{"cidr": "10.0.0.0/x"}]}), refused_policy("Malformed CIDR, mask bits must be an integer")),
    Case("a network is one", VALIDATED + "filter.py", "subscribe", filtered({"a": [{"cidr": "256.0.0.0/8"}]}), refused_policy("Nonstandard IP address: 256.0.0.0")),
    Case("a network can be filtered by", VALIDATED + "filter.py", "set_subscription_attributes", policy({"a": [{"cidr": "10.0.0.0/24"}]}), {}),
    Case("a comparison is with a number", POLICIES, "subscribe", filtered({"a": [{"numeric": ["<", "1"]}]}), refused_policy("Value of < must be numeric")),
    Case("a range has a lower bound first", POLICIES, "subscribe", filtered({"a": [{"numeric": ["<", 1, ">", 0]}]}), refused_policy("Too many elements in numeric expression")),
    Case("a range ends above its beginning", POLICIES, "subscribe", filtered({"a": [{"numeric": [">", 2, "<", 1]}]}), refused_policy("Bottom must be less than top")),
    Case("a prefix is text", POLICIES, "subscribe", filtered({"a": [{"prefix": 1}]}), refused_policy("prefix match pattern must be a string")),
    Case("a list of nothing excludes nothing", POLICIES, "subscribe", filtered({"a": [{"anything-but": []}]}),
         refused_policy("Value of anything-but must be an array or single string/number value.")),
]  # fmt: skip
