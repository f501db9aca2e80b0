"""Batches that fail in part at a stand-in that checks digests, queues and entries as AWS does."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.faults_in_front import Faulty, faulty

__all__ = ["faulty"]

VERSION = "2012-11-05"


@pytest.fixture
def queue(faulty: Faulty) -> str:
    return str(faulty.client("sqs").create_queue(QueueName="batches")["QueueUrl"])


@pytest.fixture
def table(faulty: Faulty) -> Any:
    client = faulty.client("dynamodb")
    client.create_table(
        TableName="batches",
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    return client


def bucket(faulty: Faulty, *keys: str, **config: Any) -> tuple[Any, str]:
    """Return a client, and a bucket with objects."""
    client, name = faulty.client("s3", **config), f"batches-{faulty.aws.account_id}"
    client.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for key in keys:
        client.put_object(Bucket=name, Key=key, Body=b"content")
    return client, name


def deletion(*keys: str) -> dict[str, Any]:
    return {"Objects": [{"Key": key} for key in keys]}


def messages(*ids: str) -> list[dict[str, str]]:
    return [{"Id": entry_id, "MessageBody": f"message {entry_id}"} for entry_id in ids]


def code_of(call: Callable[[], Any]) -> str:
    """Return the code with which a call is refused."""
    with pytest.raises(ClientError) as refused:
        call()
    return str(refused.value.response["Error"]["Code"])


# ---------------------------------------------------------------------------------------------- S3


@pytest.mark.parametrize(
    "config",
    [
        {},
        {"s3": {"payload_signing_enabled": True}},
        {"s3": {"payload_signing_enabled": False}},
        {"request_checksum_calculation": "when_required"},
    ],
    ids=["default", "signed", "unsigned", "when required"],
)
def test_objects_are_deleted_in_part_whatever_digests_a_client_sends(
    faulty: Faulty, config: dict[str, Any]
) -> None:
    s3, name = bucket(faulty, "a", "b", "c", "d", **config)
    faulty.fail(service="s3", fault="partial_batch", code="InternalError")
    response = s3.delete_objects(Bucket=name, Delete=deletion("a", "b", "c", "d"))
    assert [entry["Key"] for entry in response["Deleted"]] == ["a", "b"]
    assert [(entry["Key"], entry["Code"]) for entry in response["Errors"]] == [
        ("c", "InternalError"),
        ("d", "InternalError"),
    ]
    assert [entry["Key"] for entry in s3.list_objects_v2(Bucket=name)["Contents"]] == ["c", "d"]


@pytest.mark.parametrize("algorithm", ["CRC32", "SHA1", "SHA256"])
def test_objects_are_deleted_in_part_with_any_checksum(faulty: Faulty, algorithm: str) -> None:
    s3, name = bucket(faulty, "a", "b")
    faulty.fail(service="s3", fault="partial_batch")
    response = s3.delete_objects(Bucket=name, Delete=deletion("a", "b"), ChecksumAlgorithm=algorithm)
    assert [[entry["Key"] for entry in response[kind]] for kind in ("Deleted", "Errors")] == [["a"], ["b"]]


def test_versions_that_were_not_deleted_are_named(faulty: Faulty) -> None:
    s3, name = bucket(faulty)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    versions = [s3.put_object(Bucket=name, Key="key", Body=b"")["VersionId"] for _ in range(2)]
    faulty.fail(service="s3", fault="partial_batch")
    asked = [{"Key": "key", "VersionId": version} for version in versions]
    response = s3.delete_objects(Bucket=name, Delete={"Objects": [*asked, {"Key": "without"}]})
    assert [entry["VersionId"] for entry in response["Deleted"]] == versions[:1]
    assert [(entry["Key"], entry.get("VersionId")) for entry in response["Errors"]] == [
        ("key", versions[1]),
        ("without", None),
    ]


def test_no_object_is_deleted_and_its_bucket_must_be_there(faulty: Faulty) -> None:
    s3, name = bucket(faulty, "a")
    faulty.fail(service="s3", fault="partial_batch", share=1)
    response = s3.delete_objects(Bucket=name, Delete=deletion("a"))
    assert (response.get("Deleted"), [entry["Key"] for entry in response["Errors"]]) == (None, ["a"])
    assert s3.list_objects_v2(Bucket=name)["KeyCount"] == 1
    assert code_of(lambda: s3.delete_objects(Bucket=f"{name}-no", Delete=deletion("a"))) == "NoSuchBucket"


# ---------------------------------------------------------------------------------------------- queues


@pytest.mark.parametrize(("share", "sent"), [("0.5", ["a"]), ("1", [])])
def test_messages_are_sent_in_part_in_the_query_protocol(
    faulty: Faulty, queue: str, share: str, sent: list[str]
) -> None:
    faulty.fail(service="sqs", operation="SendMessageBatch", fault="partial_batch", share=share, code="Lost")
    entry = "SendMessageBatchRequestEntry"
    status, text = faulty.send_form(
        "sqs",
        Action="SendMessageBatch",
        Version=VERSION,
        QueueUrl=queue,
        **{f"{entry}.1.Id": "a", f"{entry}.1.MessageBody": "message a"},
        **{f"{entry}.2.Id": "b", f"{entry}.2.MessageBody": "message b"},
    )
    assert (status, text.count("<BatchResultErrorEntry>")) == (200, 2 - len(sent))
    assert text.count("<SendMessageBatchResultEntry>") == len(sent)
    assert "<BatchResultErrorEntry><Id>b</Id><Code>Lost</Code>" in text
    received = faulty.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    assert [message["Body"] for message in received.get("Messages", ())] == [f"message {one}" for one in sent]


def test_a_batch_of_which_nothing_is_left_needs_its_queue(faulty: Faulty, queue: str) -> None:
    sqs = faulty.client("sqs")
    faulty.fail(service="sqs", fault="partial_batch")
    response = sqs.send_message_batch(QueueUrl=queue, Entries=messages("a"))
    assert (response["Successful"], [entry["Id"] for entry in response["Failed"]]) == ([], ["a"])
    missing = code_of(lambda: sqs.send_message_batch(QueueUrl=f"{queue}-no", Entries=messages("a")))
    assert missing == "AWS.SimpleQueueService.NonExistentQueue"
    status, text = faulty.send_form(
        "sqs",
        Action="DeleteMessageBatch",
        Version=VERSION,
        QueueUrl=f"{queue}-no",
        **{"DeleteMessageBatchRequestEntry.1.Id": "a", "DeleteMessageBatchRequestEntry.1.ReceiptHandle": "r"},
    )
    assert (status, "NonExistentQueue" in text) == (400, True)


@pytest.mark.parametrize(
    ("entries", "code"),
    [
        ([], "EmptyBatchRequest"),
        (messages("a", "a"), "BatchEntryIdsNotDistinct"),
        (messages(*map(str, range(11))), "TooManyEntriesInBatchRequest"),
    ],
)
def test_what_sqs_refuses_as_a_whole_is_refused_and_not_hit(
    faulty: Faulty, queue: str, entries: list[dict[str, str]], code: str
) -> None:
    sqs = faulty.client("sqs")
    faulty.fail(service="sqs", operation="SendMessageBatch", fault="partial_batch", must_hit=False)
    refused = code_of(lambda: sqs.send_message_batch(QueueUrl=queue, Entries=entries))
    assert (refused, faulty.hits()) == (f"AWS.SimpleQueueService.{code}", 0)


# ---------------------------------------------------------------------------------------------- others


def test_a_write_of_which_nothing_is_left_needs_its_tables(faulty: Faulty, table: Any) -> None:
    write = [{"PutRequest": {"Item": {"id": {"S": "a"}}}}]
    faulty.fail(service="dynamodb", operation="BatchWriteItem", fault="partial_batch", share=1)
    response = table.batch_write_item(RequestItems={"batches": write})
    assert response["UnprocessedItems"] == {"batches": write}
    assert table.scan(TableName="batches")["Count"] == 0
    refused = code_of(lambda: table.batch_write_item(RequestItems={"batches": write, "missing": write}))
    assert refused == "ResourceNotFoundException"


def test_a_read_of_which_nothing_is_left_is_checked_as_a_whole(faulty: Faulty, table: Any) -> None:
    keys = {"Keys": [{"id": {"S": "a"}}]}
    faulty.fail(service="dynamodb", operation="BatchGetItem", fault="partial_batch", share=1)
    response = table.batch_get_item(RequestItems={"batches": keys})
    assert (response["Responses"], response["UnprocessedKeys"]) == ({}, {"batches": keys})
    wrong = {"Keys": [{"other": {"S": "a"}}]}
    assert code_of(lambda: table.batch_get_item(RequestItems={"batches": wrong})) == "ValidationException"


@pytest.mark.parametrize("share", [0.5, 1])
def test_a_publication_of_which_nothing_is_left_needs_its_topic(faulty: Faulty, share: float) -> None:
    sns = faulty.client("sns")
    topic = sns.create_topic(Name="batches")["TopicArn"]
    entries = [{"Id": "a", "Message": "text"}]
    faulty.fail(service="sns", operation="PublishBatch", fault="partial_batch", share=share)
    response = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)
    assert (response.get("Successful", []), [entry["Id"] for entry in response["Failed"]]) == ([], ["a"])
    missing = code_of(lambda: sns.publish_batch(TopicArn=f"{topic}-no", PublishBatchRequestEntries=entries))
    assert missing == "NotFound"


@pytest.mark.parametrize(
    ("service", "target", "body"),
    [
        ("dynamodb", "DynamoDB_20120810.BatchWriteItem", "{}"),
        ("dynamodb", "DynamoDB_20120810.BatchWriteItem", '{"RequestItems": {"batches": []}}'),
        ("dynamodb", "DynamoDB_20120810.BatchWriteItem", '{"RequestItems": []}'),
        ("sqs", "AmazonSQS.SendMessageBatch", '{"QueueUrl": "/0/queue"}'),
        ("sqs", "AmazonSQS.SendMessageBatch", '{"QueueUrl": "/0/queue", "Entries": "text"}'),
        ("sqs", "AmazonSQS.SendMessageBatch", '{"QueueUrl": "/0/queue", "Entries": [{"MessageBody": "m"}]}'),
        ("events", "AWSEvents.PutEvents", "{"),
        ("events", "AWSEvents.PutEvents", '{"Entries": "text"}'),
    ],
)
def test_what_is_no_batch_is_refused_by_the_service_and_not_hit(
    faulty: Faulty, service: str, target: str, body: str
) -> None:
    faulty.fail(service=service, fault="partial_batch", must_hit=False)
    content_type = "application/x-amz-json-1.1" if service == "events" else "application/x-amz-json-1.0"
    status, text = faulty.send(service, body, X_Amz_Target=target, Content_Type=content_type)
    assert (status, "__type" in text, faulty.hits()) == (400, True, 0)


@pytest.mark.parametrize("body", ["<junk", "<Delete/>", "<Delete><Object/></Delete>"])
def test_what_names_no_object_is_refused_by_s3_and_not_hit(faulty: Faulty, body: str) -> None:
    _, name = bucket(faulty)
    faulty.fail(service="s3", fault="partial_batch", must_hit=False)
    status, text = faulty.send("s3", body, f"/{name}?delete")
    assert (status, "<Code>" in text, faulty.hits()) == (400, True, 0)
