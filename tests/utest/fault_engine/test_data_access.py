"""Rules about what a call does to data, whatever the operation: each of the ways that boto3 has for it."""

from typing import Any

import pytest

from fault_engine import FaultEngine, RuleError
from fault_engine.active_rule import ActiveRule
from fault_engine.data_access import Touched, accesses, touched
from fault_engine.identification import CALL_KEY, Environ, identify, replace_body
from fault_engine.rules import parse_rule
from support.aws_requests import AwsRequest

ROW = {"id": {"S": "cost#me"}, "count": {"N": "1"}}
KEY = {"id": {"S": "cost#me"}}
VALUES = {":id": {"S": "cost#me"}}
DYNAMODB_WRITES: list[tuple[str, dict[str, Any]]] = [
    ("PutItem", {"TableName": "usage", "Item": ROW}),
    ("UpdateItem", {"TableName": "usage", "Key": KEY}),
    ("UpdateItem", {"TableName": "arn:aws:dynamodb:eu-west-1:123456789012:table/usage", "Key": KEY}),
    ("DeleteItem", {"TableName": "usage", "Key": KEY}),
    ("BatchWriteItem", {"RequestItems": {"usage": [{"PutRequest": {"Item": ROW}}]}}),
    ("BatchWriteItem", {"RequestItems": {"usage": [{"DeleteRequest": {"Key": KEY}}]}}),
    ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": "usage", "Item": ROW}}]}),
    ("ExecuteStatement", {"Statement": "UPDATE \"usage\" SET n = 1 WHERE id = 'cost#me'"}),
    ("ExecuteStatement", {"Statement": "INSERT INTO usage VALUE {'id': ?}", "Parameters": [{"S": "cost#me"}]}),
    ("ExecuteTransaction", {"TransactStatements": [{"Statement": "DELETE FROM usage WHERE id = 'cost#me'"}]}),
]  # fmt: skip
DYNAMODB_READS: list[tuple[str, dict[str, Any]]] = [
    ("GetItem", {"TableName": "usage", "Key": KEY}),
    ("Query", {"TableName": "usage", "KeyConditionExpression": "id = :id", "ExpressionAttributeValues": VALUES}),
    ("Scan", {"TableName": "usage", "FilterExpression": "id = :id", "ExpressionAttributeValues": VALUES}),
    ("BatchGetItem", {"RequestItems": {"usage": {"Keys": [KEY]}}}),
    ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": "usage", "Key": KEY}}]}),
    ("ExecuteStatement", {"Statement": "SELECT * FROM usage WHERE id = 'cost#me'"}),
    ("BatchExecuteStatement", {"Statements": [{"Statement": "select n from \"usage\" where id = 'cost#me'"}]}),
]  # fmt: skip
OBJECT = {"Bucket": "audio", "Key": "cost#me"}
S3_WRITES: list[tuple[str, dict[str, Any]]] = [
    ("PutObject", OBJECT),
    ("DeleteObject", OBJECT),
    ("CreateMultipartUpload", OBJECT),
    ("CompleteMultipartUpload", {**OBJECT, "UploadId": "1"}),
    ("CopyObject", {**OBJECT, "CopySource": "other/key"}),
    ("DeleteObjects", {"Bucket": "audio", "Delete": {"Objects": [{"Key": "other"}, {"Key": "cost#me"}]}}),
]
S3_READS: list[tuple[str, dict[str, Any]]] = [
    ("GetObject", OBJECT),
    ("HeadObject", OBJECT),
]
NEITHER: list[tuple[str, str, dict[str, Any]]] = [
    ("dynamodb", "DescribeTable", {"TableName": "usage"}),
    ("dynamodb", "DeleteTable", {"TableName": "usage"}),
    ("s3", "GetBucketLocation", {"Bucket": "audio"}),
    ("sqs", "SendMessage", {"QueueUrl": "http://127.0.0.1:9/usage", "MessageBody": "cost#me"}),
]


def sent(service: str, operation: str, parameters: dict[str, Any]) -> Environ:
    """Return the request that boto3 would send."""
    environ: Environ = AwsRequest(service, operation, parameters).environ("123456789012", "eu-west-1")
    return environ


def is_hit(environ: Environ, **pattern: Any) -> bool:
    """Return whether a rule hits a request."""
    rule = parse_rule({"fault": "reset", **pattern})
    active = ActiveRule(rule, {}, seed=0, seen_before={}, effects_before=0)
    call = identify(environ)
    return active.matches(call) and active.decide(call, environ) is not None


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "access", "container"),
    [
        *(
            ("dynamodb", operation, given, "write", {"table": "usage"})
            for operation, given in DYNAMODB_WRITES
        ),
        *(("dynamodb", operation, given, "read", {"table": "usage"}) for operation, given in DYNAMODB_READS),
        *(("s3", operation, given, "write", {"bucket": "audio"}) for operation, given in S3_WRITES),
        *(("s3", operation, given, "read", {"bucket": "audio"}) for operation, given in S3_READS),
    ],
)
def test_rule_about_data_hits_each_way_to_read_or_write_them(
    service: str, operation: str, parameters: dict[str, Any], access: str, container: dict[str, str]
) -> None:
    environ = sent(service, operation, parameters)
    other_access = {"read": "write", "write": "read"}[access]

    assert is_hit(environ, access=access, key="cost#*", **container)
    assert is_hit(environ, access=access.upper())
    assert not is_hit(environ, access=other_access, **container)
    assert not is_hit(environ, access=access, **dict.fromkeys(container, "another"))
    assert not is_hit(environ, access=access, key="costs#*", **container)


@pytest.mark.parametrize(("service", "operation", "parameters"), NEITHER)
def test_call_that_is_not_about_data_is_spared(
    service: str, operation: str, parameters: dict[str, Any]
) -> None:
    environ = sent(service, operation, parameters)

    assert is_hit(environ, service=service)
    assert accesses(identify(environ), environ) == frozenset()
    assert not is_hit(environ, access="read")
    assert not is_hit(environ, access="write")


def test_key_and_table_are_those_of_the_same_row() -> None:
    writes = [
        {"Put": {"TableName": "usage", "Item": {"id": {"S": "me"}}}},
        {"Delete": {"TableName": "costs", "Key": KEY}},
    ]
    environ = sent("dynamodb", "TransactWriteItems", {"TransactItems": writes})

    assert is_hit(environ, table="costs", key="cost#me")
    assert is_hit(environ, table="usage", key="me")
    assert not is_hit(environ, table="usage", key="cost#me")


def test_bucket_may_be_in_the_host_name() -> None:
    environ = sent("s3", "GetObject", {"Bucket": "audio", "Key": "a/b c"})
    by_host = {**environ, "HTTP_HOST": "audio.s3.eu-west-1.amazonaws.com", "RAW_URI": "/a/b%20c"}
    by_host.pop(CALL_KEY, None)

    assert touched(identify(environ), environ) == [Touched("audio", ("a/b c",))]
    assert touched(identify(by_host), by_host) == [Touched("audio", ("a/b c",))]


@pytest.mark.parametrize("body", [b"", b"[]", b"not JSON"])
def test_malformed_request_is_about_no_data(body: bytes) -> None:
    environ = sent("dynamodb", "PutItem", {"TableName": "usage", "Item": ROW})
    replace_body(environ, body)

    assert is_hit(environ, access="write")
    assert not is_hit(environ, table="*")


def test_spared_data_do_not_count_as_matching() -> None:
    rule = parse_rule({"fault": "reset", "table": "usage", "skip": 1})
    active = ActiveRule(rule, {}, seed=0, seen_before={}, effects_before=0)
    for table in ("costs", "costs", "usage", "usage"):
        environ = sent("dynamodb", "GetItem", {"TableName": table, "Key": KEY})
        active.decide(identify(environ), environ)

    assert active.report({})["matched"] == 2
    assert active.report({})["hits"] == 1


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"table": "usage", "bucket": "audio"}, "table and bucket can't be combined: no call is about both."),
        ({"table": "usage", "service": "s3"}, "table is about data in dynamodb, and service is s3."),
        ({"access": "read", "service": "sqs"}, "access is about data in dynamodb and s3, and service is sqs."),
        ({"bucket": "audio", "operation": "GetItem"}, "s3 has no operation 'GetItem'."),
        ({"access": "read", "path": "/health"}, "they can't be combined with access."),
    ],
)  # fmt: skip
def test_rule_that_could_hit_no_data_is_refused(rule: dict[str, str], message: str) -> None:
    with pytest.raises(RuleError) as refused:
        FaultEngine().add({"fault": "reset", **rule})

    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("rule", "description"),
    [
        ({"table": "usage", "access": "write"}, "reset on writes of table usage"),
        ({"table": "usage,costs", "key": "cost#*"}, "reset on calls of table usage|costs with key cost#*"),
        ({"bucket": "audio", "operation": "PutObject"}, "reset on PutObject of bucket audio"),
        ({"access": "read"}, "reset on reads of dynamodb|s3"),
    ],
)
def test_description_names_the_effect(rule: dict[str, str], description: str) -> None:
    assert parse_rule({"fault": "reset", **rule}).description == description
