"""What the fuzz of a service's model begins with: resources, and requests that are right."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from http import HTTPStatus
from traceback import format_exception
from typing import TYPE_CHECKING, Any

import orjson
from botocore.awsrequest import HeadersDict
from botocore.parsers import ResponseParserError, create_parser

from aws_stand_in.error_codes import error_code_of
from aws_stand_in.stand_in import AwsStandIn
from sns_engine.engine import OPERATIONS as TOPIC_OPERATIONS
from support.aws_requests import AwsAnswer, AwsRequest, answer_of, service_model
from support.in_process_client import in_process_client
from support.model_fuzz import ModelFuzz, WrongRequest
from support.service_resources import RESOURCES

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

REGION = "eu-west-1"

Caller = Callable[..., dict[str, Any]]

EXPRESSIONS = (
    "n = :v", "n < :v AND NOT (attribute_exists(m.l[0]) OR #x IN (:v, :w))", "size(word) BETWEEN :v AND :w", "contains(word, :w)",
    "begins_with(s, :w)", "p = :w AND begins_with(s, :w)", "SET n = n + :v REMOVE word", "SET m.l = list_append(m.l, :v), #x = if_not_exists(n, :v)",
    "ADD n :v DELETE ss :w", "SET m.l[99999999999999999999] = :v", "m.l[0], n", "SET n = ", "(((", "NOT " * 900 + "n = :v", "(" * 4000,
    "n = :v OR " * 400 + "n = :v", "a." * 2000 + "a", "a[0]" * 1000, "n IN (" + ":v, " * 101 + ":v)", "#", ":", "::", "n=:v AND", "attribute_type(n, :w)",
)  # fmt: skip
STATEMENTS = (
    "SELECT * FROM things", "SELECT n FROM things WHERE p = 'a' AND s = '1'", 'SELECT * FROM "things"."by-n" WHERE n = 1 ORDER BY n DESC',
    "SELECT * FROM things WHERE p = ? AND s BETWEEN ? AND ?", "INSERT INTO things VALUE {'p': 'a', 's': '9', 'l': [1, {'x': <<'a'>>}]}",
    "UPDATE things SET n = n + 1 SET word = 'x' REMOVE m WHERE p = 'a' AND s = '1' RETURNING ALL NEW *", "DELETE FROM things WHERE p = 'a' AND s = '2'",
    "EXISTS(SELECT * FROM things WHERE p = 'a' AND s = '1')", "SELECT * FROM things WHERE p = 1 AND s = 1", "INSERT INTO things VALUE {'p': 1, 's': []}",
    "SELECT", "DELETE FROM", "SELECT * FROM things WHERE " + "(" * 4000, "SELECT * FROM things WHERE " + "NOT " * 1900 + "n = 1",
    "INSERT INTO things VALUE " + "[" * 8000, "INSERT INTO things VALUE {'a': " + "{'a': " * 1200 + "1" + "}" * 1201, "UPDATE things SET s = 1 WHERE p = 'a' AND s = '1'",
)  # fmt: skip


def caller(stand_in: AwsStandIn, service: str, account_id: str) -> Caller:
    """Return a function that calls operations of a service which have to succeed."""

    def call(operation: str, **parameters: Any) -> dict[str, Any]:
        request = AwsRequest(service, operation, parameters)
        answer = answer_of(stand_in, request.environ(account_id, REGION))
        assert answer.status == 200, answer
        return _parsed(request, answer)

    return call


def _string(text: str) -> dict[str, str]:
    return {"S": text}


def _key(s: str = "1") -> dict[str, Any]:
    return {"p": _string("a"), "s": _string(s)}


TABLE: Mapping[str, Any] = {
    "TableName": "things",
    "KeySchema": [{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in zip("psn", "SSN", strict=True)],
    "GlobalSecondaryIndexes": [
        {"IndexName": "by-n", "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}], "Projection": {"ProjectionType": "KEYS_ONLY"}},
    ],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    "BillingMode": "PAY_PER_REQUEST",
}  # fmt: skip
ITEM: Mapping[str, Any] = {
    **_key(), "n": {"N": "10"}, "m": {"M": {"l": {"L": [{"N": "1"}, {"NULL": True}]}}}, "ss": {"SS": ["a", "b"]}, "word": _string("hello"),
    "b": {"B": "AQI="}, "yes": {"BOOL": True},
}  # fmt: skip
VALUES: Mapping[str, Any] = {":v": {"N": "1"}, ":w": _string("a")}
WRITE: Mapping[str, Any] = {"TableName": "things", "Key": _key()}
OLD_TEST: Mapping[str, Any] = {"ComparisonOperator": "EQ", "AttributeValueList": [{"N": "10"}]}
OLD_KEYS: Mapping[str, Any] = {
    "p": {"ComparisonOperator": "EQ", "AttributeValueList": [_string("a")]},
    "s": {"ComparisonOperator": "BEGINS_WITH", "AttributeValueList": [_string("1")]},
}
UPDATE: Mapping[str, Any] = {
    **WRITE, "UpdateExpression": "SET n = n + :v, #x = :w", "ConditionExpression": "attribute_exists(p)",
    "ExpressionAttributeNames": {"#x": "word"}, "ExpressionAttributeValues": VALUES,
}  # fmt: skip
QUERY: Mapping[str, Any] = {
    "TableName": "things", "KeyConditionExpression": "p = :w AND s > :w", "FilterExpression": "n > :v", "ExpressionAttributeValues": VALUES, "Limit": 2,
    "ExclusiveStartKey": _key(),
}  # fmt: skip
TABLE_EXAMPLES: Mapping[str, Any] = {
    "PutItem": [
        {"TableName": "things", "Item": ITEM, "ConditionExpression": "n <> :v", "ExpressionAttributeValues": {":v": {"N": "1"}}},
        {"TableName": "things", "Item": ITEM, "Expected": {"n": {"Value": {"N": "10"}}}, "ReturnValues": "ALL_OLD"},
    ],
    "GetItem": [{**WRITE, "ProjectionExpression": "m.l[0], #x", "ExpressionAttributeNames": {"#x": "word"}}, {**WRITE, "AttributesToGet": ["n"]}],
    "UpdateItem": [
        UPDATE,
        {**WRITE, "AttributeUpdates": {"n": {"Action": "ADD", "Value": {"N": "1"}}}, "Expected": {"n": OLD_TEST}, "ReturnValues": "UPDATED_NEW"},
    ],
    "DeleteItem": [{**WRITE, "ReturnValues": "ALL_OLD"}],
    "Query": [QUERY, {"TableName": "things", "KeyConditions": OLD_KEYS, "QueryFilter": {"n": OLD_TEST}}],
    "Scan": [
        {"TableName": "things", "Segment": 0, "TotalSegments": 2, "ExclusiveStartKey": _key()},
        {"TableName": "things", "IndexName": "by-n", "ScanFilter": {"n": OLD_TEST}, "ConditionalOperator": "OR"},
    ],
    "BatchWriteItem": [{"RequestItems": {"things": [{"PutRequest": {"Item": ITEM}}, {"DeleteRequest": {"Key": _key("2")}}]}}],
    "BatchGetItem": [{"RequestItems": {"things": {"Keys": [_key()], "ProjectionExpression": "n"}}}],
    "TransactWriteItems": [
        {"TransactItems": [{"Update": UPDATE}, {"Put": {"TableName": "things", "Item": _key("2")}}, {"Delete": {"TableName": "things", "Key": _key("3")}}]},
        {"TransactItems": [{"ConditionCheck": {**WRITE, "ConditionExpression": "attribute_exists(p)"}}], "ClientRequestToken": "a"},
    ],
    "TransactGetItems": [{"TransactItems": [{"Get": WRITE}]}],
    "ExecuteStatement": [{"Statement": STATEMENTS[1]}, {"Statement": STATEMENTS[3], "Parameters": [_string("a"), _string("1"), _string("2")], "Limit": 1}],
    "BatchExecuteStatement": [{"Statements": [{"Statement": STATEMENTS[1]}, {"Statement": STATEMENTS[4]}]}],
    "ExecuteTransaction": [{"TransactStatements": [{"Statement": STATEMENTS[5]}, {"Statement": STATEMENTS[6]}, {"Statement": STATEMENTS[7]}]}],
    "CreateTable": [{**TABLE, "TableName": "others"}],
    "UpdateTable": [
        {"TableName": "others", "AttributeDefinitions": TABLE["AttributeDefinitions"],
         "GlobalSecondaryIndexUpdates": [{"Create": {**TABLE["GlobalSecondaryIndexes"][0], "IndexName": "by-m"}}]},
        {"TableName": "others", "StreamSpecification": {"StreamEnabled": False}},
    ],
    "UpdateTimeToLive": [{"TableName": "others", "TimeToLiveSpecification": {"AttributeName": "n", "Enabled": True}}],
    "DeleteTable": [{"TableName": "others"}],
    "RestoreTableToPointInTime": [{"SourceTableName": "things", "TargetTableName": "restored", "UseLatestRestorableTime": True}],
}  # fmt: skip


def dynamodb(stand_in: AwsStandIn, account_id: str, seed: str) -> ModelFuzz:
    """Make a table and return a fuzz of DynamoDB."""
    from dynamodb_engine.engine import TABLE_OPERATIONS

    call = caller(stand_in, "dynamodb", account_id)
    call("CreateTable", **TABLE)
    call(
        "UpdateTimeToLive",
        TableName="things",
        TimeToLiveSpecification={"AttributeName": "n", "Enabled": True},
    )
    for s in ("1", "2", "3"):
        call("PutItem", TableName="things", Item={**ITEM, "s": _string(s)})
    backup = call("CreateBackup", TableName="things", BackupName="copy")["BackupDetails"]["BackupArn"]
    arn = call("DescribeTable", TableName="things")["Table"]["TableArn"]
    known = {
        "TableName": ["things", arn, "others"],
        "BackupArn": [backup],
        "ResourceArn": [arn],
        "IndexName": ["by-n"],
        "Item": [ITEM],
        "Key": [_key()],
    }
    return ModelFuzz(
        "dynamodb",
        seed,
        examples=TABLE_EXAMPLES,
        known=known,
        texts=(*EXPRESSIONS, *STATEMENTS),
        operations=list(TABLE_OPERATIONS),
    )


def streams(stand_in: AwsStandIn, account_id: str, seed: str) -> ModelFuzz:
    """Make a table with a stream and return a fuzz of DynamoDB Streams."""
    arn = caller(stand_in, "dynamodb", account_id)("CreateTable", **{**TABLE, "TableName": "streamed"})[
        "TableDescription"
    ]["LatestStreamArn"]
    call = caller(stand_in, "dynamodbstreams", account_id)
    shard = call("DescribeStream", StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
    iterator = call("GetShardIterator", StreamArn=arn, ShardId=shard, ShardIteratorType="LATEST")[
        "ShardIterator"
    ]
    known = {
        "StreamArn": [arn], "ShardId": [shard], "SequenceNumber": ["100000000000000000001", "1" * 21],
        "ShardIterator": [iterator, "W10=", f"{arn}|1|MQ==", f"{arn}|1|WzEsMiwzXQ==", f"{arn}|1|WzEsW10sM10="],
    }  # fmt: skip
    examples = {
        "GetRecords": [{"ShardIterator": iterator}],
        "GetShardIterator": [
            {
                "StreamArn": arn,
                "ShardId": shard,
                "ShardIteratorType": "AT_SEQUENCE_NUMBER",
                "SequenceNumber": "1" * 21,
            }
        ],
    }
    return ModelFuzz("dynamodbstreams", seed, examples=examples, known=known)


def _queues(stand_in: AwsStandIn, account_id: str, seed: str, protocol: str | None) -> ModelFuzz:
    call = caller(stand_in, "sqs", account_id)
    dead = call("CreateQueue", QueueName=f"dead-{protocol}")["QueueUrl"]
    dead_arn = call("GetQueueAttributes", QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"][
        "QueueArn"
    ]
    policy = orjson.dumps({"deadLetterTargetArn": dead_arn, "maxReceiveCount": 2}).decode()
    url = call("CreateQueue", QueueName=f"queue-{protocol}", Attributes={"RedrivePolicy": policy})["QueueUrl"]
    fifo = call("CreateQueue", QueueName=f"queue-{protocol}.fifo", Attributes={"FifoQueue": "true"})[
        "QueueUrl"
    ]
    for number in range(5):
        call("SendMessage", QueueUrl=url, MessageBody=str(number))
        call(
            "SendMessage",
            QueueUrl=fifo,
            MessageBody=str(number),
            MessageGroupId="g",
            MessageDeduplicationId=str(number),
        )
    handle = call("ReceiveMessage", QueueUrl=url, VisibilityTimeout=43_200)["Messages"][0]["ReceiptHandle"]
    attributes = {
        "a": {"DataType": "Number", "StringValue": "1"},
        "b": {"DataType": "Binary.x", "BinaryValue": "AQI="},
    }
    message = {"MessageBody": "text", "MessageAttributes": attributes, "DelaySeconds": 1}
    ordered = {"MessageBody": "text", "MessageGroupId": "g", "MessageDeduplicationId": "d"}
    examples: dict[str, Any] = {
        "CreateQueue": [{"QueueName": f"other-{protocol}", "Attributes": {"DelaySeconds": "3"}, "tags": {"a": "b"}}],
        "DeleteQueue": [{"QueueUrl": url.replace("queue-", "other-")}],
        "SendMessage": [
            {"QueueUrl": url, **message, "MessageSystemAttributes": {"AWSTraceHeader": {"DataType": "String", "StringValue": "x"}}},
            {"QueueUrl": fifo, **ordered},
        ],
        "SendMessageBatch": [{"QueueUrl": url, "Entries": [{"Id": "a", **message}]}, {"QueueUrl": fifo, "Entries": [{"Id": "a", **ordered}]}],
        "ReceiveMessage": [{"QueueUrl": each, "AttributeNames": ["All"], "MessageAttributeNames": ["All", "a.*"], "VisibilityTimeout": 1} for each in (url, fifo)],
        "DeleteMessageBatch": [{"QueueUrl": url, "Entries": [{"Id": "a", "ReceiptHandle": handle}]}],
        "ChangeMessageVisibilityBatch": [{"QueueUrl": url, "Entries": [{"Id": "a", "ReceiptHandle": handle, "VisibilityTimeout": 5}]}],
        "AddPermission": [{"QueueUrl": url, "Label": "a", "AWSAccountIds": [account_id], "Actions": ["SendMessage"]}],
        "SetQueueAttributes": [
            {"QueueUrl": url, "Attributes": {"RedrivePolicy": policy}},
            {"QueueUrl": dead, "Attributes": {"RedriveAllowPolicy": '{"redrivePermission": "allowAll"}', "Policy": "{}"}},
        ],
    }  # fmt: skip
    known = {
        "QueueUrl": [url, fifo, dead], "ReceiptHandle": [handle, "YQ==", "YSBiIGM="], "SourceArn": [dead_arn], "DestinationArn": [dead_arn],
        "TaskHandle": ["e30=", "W10=", "eyJ0YXNrSWQiOiAxfQ=="], "WaitTimeSeconds": [0],
    }  # fmt: skip
    texts = (
        policy, '{"deadLetterTargetArn": [], "maxReceiveCount": 1e999}', '{"maxReceiveCount": null, "deadLetterTargetArn": {}}', "[" * 100_000,
        '{"Statement": 1}', '{"redrivePermission": "byQueue", "sourceQueueArns": [1]}', '{"redrivePermission": []}', "1e5", "١٢", "9" * 5000,
    )  # fmt: skip
    return ModelFuzz("sqs", seed, examples=examples, known=known, texts=texts, protocol=protocol)


def queues(stand_in: AwsStandIn, account_id: str, seed: str) -> ModelFuzz:
    """Make queues and return a fuzz of SQS in JSON."""
    return _queues(stand_in, account_id, seed, None)


def queues_by_form(stand_in: AwsStandIn, account_id: str, seed: str) -> ModelFuzz:
    """Make queues and return a fuzz of SQS in the query protocol."""
    return _queues(stand_in, account_id, seed, "query")


def _by_model(service: str, protocol: str | None = None) -> Callable[[AwsStandIn, str, str], ModelFuzz]:
    """Return what makes the resources of a service and a fuzz of all its operations."""

    def make(stand_in: AwsStandIn, account_id: str, seed: str) -> ModelFuzz:
        clients = cache(lambda name: in_process_client(stand_in, name, account_id, REGION))
        return ModelFuzz(service, seed, known=RESOURCES[service](clients), protocol=protocol)

    return make


def topics(stand_in: AwsStandIn, account_id: str, seed: str) -> ModelFuzz:
    """Make topics with subscriptions and return a fuzz of SNS."""
    call = caller(stand_in, "sns", account_id)
    topic = call("CreateTopic", Name="topic")["TopicArn"]
    fifo = call("CreateTopic", Name="topic.fifo", Attributes={"FifoTopic": "true"})["TopicArn"]
    queue = topic.replace(":sns:", ":sqs:")
    subscription = call("Subscribe", TopicArn=topic, Protocol="sqs", Endpoint=queue)["SubscriptionArn"]
    policy = '{"a": [{"prefix": "b"}, {"numeric": [">", 1, "<", 2]}], "$or": [{"c": [1]}, {"d": [{"exists": false}]}]}'
    redrive = orjson.dumps({"deadLetterTargetArn": queue}).decode()
    attributes = {
        "a": {"DataType": "Number", "StringValue": "1"},
        "b": {"DataType": "String.Array", "StringValue": "[1]"},
        "c": {"DataType": "Binary", "BinaryValue": "AQI="},
    }
    message = {"Message": "text", "Subject": "subject", "MessageAttributes": attributes}
    ordered = {"Message": "text", "MessageGroupId": "g", "MessageDeduplicationId": "d"}
    examples: dict[str, Any] = {
        "CreateTopic": [{"Name": "other", "Attributes": {"DisplayName": "name", "Policy": "{}"}, "Tags": [{"Key": "a", "Value": "b"}]}],
        "Subscribe": [
            {"TopicArn": topic, "Protocol": "sqs", "Endpoint": queue + "-2", "Attributes": {"FilterPolicy": policy, "RedrivePolicy": redrive}},
            {"TopicArn": topic, "Protocol": "email", "Endpoint": "ada@example.com", "ReturnSubscriptionArn": True},
        ],
        "SetSubscriptionAttributes": [
            {"SubscriptionArn": subscription, "AttributeName": name, "AttributeValue": value}
            for name, value in (("FilterPolicy", policy), ("RedrivePolicy", redrive), ("RawMessageDelivery", "true"))
        ],
        "SetTopicAttributes": [{"TopicArn": topic, "AttributeName": "Policy", "AttributeValue": "{}"}],
        "Publish": [{"TopicArn": topic, **message}, {"TopicArn": fifo, **ordered}, {"TopicArn": topic, "Message": '{"default": "a"}', "MessageStructure": "json"}],
        "PublishBatch": [{"TopicArn": each, "PublishBatchRequestEntries": [{"Id": "a", **one}]} for each, one in ((topic, message), (fifo, ordered))],
        "AddPermission": [{"TopicArn": topic, "Label": "a", "AWSAccountId": [account_id], "ActionName": ["Publish"]}],
    }  # fmt: skip
    known = {
        "TopicArn": [topic, fifo], "ResourceArn": [topic], "SubscriptionArn": [subscription], "Protocol": ["sqs", "email"],
        "Endpoint": [queue], "NextToken": ["YQ==", "/w=="],
    }  # fmt: skip
    texts = (
        policy, redrive, '{"a": []}', '{"a": {"b": [1]}}', '{"a": [{"numeric": []}]}', '{"a": [{"anything-but": {}}]}', '{"a": [{"cidr": "x"}]}',
        '{"$or": [1]}', '{"$or": {}}', '{"a": [{}]}', '{"a": [1e999]}', '{"Statement": 1}', '{"deadLetterTargetArn": []}', "[" * 100_000,
        '{"healthyRetryPolicy": []}', "1e5", "\u0661\u0662", "9" * 5000,
    )  # fmt: skip
    operations = list(TOPIC_OPERATIONS)
    return ModelFuzz("sns", seed, examples=examples, known=known, texts=texts, operations=operations)


SERVICES: Mapping[str, Callable[[AwsStandIn, str, str], ModelFuzz]] = {
    "dynamodb": dynamodb,
    "dynamodbstreams": streams,
    "sqs": queues,
    "sqs in the query protocol": queues_by_form,
    "sns": topics,
}
"""Services whose responses are validated against their models as well."""
ALL_SERVICES: Mapping[str, Callable[[AwsStandIn, str, str], ModelFuzz]] = {
    **SERVICES,
    **{service: _by_model(service) for service in RESOURCES},
    "cloudwatch in the query protocol": _by_model("cloudwatch", "query"),
}
ROUND = 100
"""After so many requests the account begins anew, since some of them delete what others need."""


def wrong_requests(
    stand_in: AwsStandIn, service: str, account_id: str, seed: int, count: int
) -> Iterator[tuple[WrongRequest, AwsAnswer]]:
    """Yield so many wrong requests to a service with their answers."""
    for start in range(0, count, ROUND):
        stand_in.reset(account_id)
        fuzz = ALL_SERVICES[service](stand_in, account_id, str(seed))
        for wrong in fuzz.requests(min(ROUND, count - start), first=start):
            yield wrong, _answer(stand_in, wrong.request.environ(account_id, REGION))


def _answer(stand_in: AwsStandIn, environ: "WSGIEnvironment") -> AwsAnswer:
    """Return the answer; one of status 0 says why the server would have closed the connection without one."""
    try:
        return answer_of(stand_in, environ)
    except Exception as error:
        return AwsAnswer(0, {}, "".join(format_exception(error)).encode())


def failure_in(request: AwsRequest, answer: AwsAnswer) -> str | None:
    """Return what is wrong with an answer; None if it is a success, an error of AWS or a refusal by name of what is not imitated."""
    if answer.status == 0:
        return "closed connection"
    if b"Moto failed at" in answer.body:
        return "moto failed"
    if answer.status == HTTPStatus.NOT_IMPLEMENTED:
        return None if _is_named(request, answer) else "501 without a name"
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"status {answer.status}"
    operation = service_model(request.service).operation_model(request.operation)
    if answer.status >= HTTPStatus.BAD_REQUEST and operation.http.get("method") != "HEAD":
        code = error_code_of(answer.status, answer.headers, answer.body)
        if code == str(answer.status):
            return "an error without a code"
    return None if _is_parsable(request, answer) else "an answer that botocore cannot parse"


def _is_parsable(request: AwsRequest, answer: AwsAnswer) -> bool:
    """Return whether botocore reads an answer; those that are streams are not read."""
    model = service_model(request.service)
    operation = model.operation_model(request.operation)
    is_stream = operation.has_event_stream_output or operation.has_streaming_output
    if is_stream and answer.status < HTTPStatus.BAD_REQUEST:
        return True
    try:
        _parsed(request, answer)
    except (ResponseParserError, AttributeError, KeyError, RuntimeError, TypeError, ValueError):
        return False
    return True


def _parsed(request: AwsRequest, answer: AwsAnswer) -> dict[str, Any]:
    model = service_model(request.service)
    parser = create_parser(request.protocol or model.resolved_protocol)
    described = {"status_code": answer.status, "headers": HeadersDict(answer.headers), "body": answer.body}
    found: dict[str, Any] = parser.parse(described, model.operation_model(request.operation).output_shape)
    return found


def _is_named(request: AwsRequest, answer: AwsAnswer) -> bool:
    """Return whether a 501 says what is not imitated; that of S3 itself, for a header, names the header."""
    return b"does not imitate " in answer.body or (request.service == "s3" and b"<Header>" in answer.body)
