"""Keywords that send messages to queues, that query an index, and that let expired rows stay."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from aws_stand_in import MockAwsServer
from MockAWS.aws_connection import AwsConnection, OwnServer
from MockAWS.errors import MockAwsError
from MockAWS.keywords.expiry import ExpiryKeywords
from MockAWS.keywords.indexes import IndexKeywords
from MockAWS.keywords.sending import SendingKeywords
from support.stand_in import REGION, Aws
from support.waiting import wait_until


@pytest.fixture
def connection(server: MockAwsServer, aws: Aws) -> Iterator[AwsConnection]:
    connection = AwsConnection()
    connection.own = OwnServer(server.url, aws.account_id, REGION)
    yield connection
    connection.stop_own()


def visibility(sqs: Any, url: str) -> str:
    attributes = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    return str(attributes["VisibilityTimeout"])


@pytest.mark.parametrize(("body", "sent"), [("no JSON", "no JSON"), ({"a": [1]}, '{"a": [1]}')])
def test_a_message_is_sent_as_text_or_as_json(
    connection: AwsConnection, aws: Aws, body: Any, sent: str
) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    message_id = SendingKeywords(connection).send_message("q", body)
    (message,) = sqs.receive_message(QueueUrl=url)["Messages"]
    assert (message["MessageId"], message["Body"]) == (message_id, sent)


def test_messages_of_a_batch_are_received_together(connection: AwsConnection, aws: Aws) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    SendingKeywords(connection).send_message_batch("q", "no JSON", {"a": [1]})
    received = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert [message["Body"] for message in received] == ["no JSON", '{"a": [1]}']


def test_a_message_of_a_batch_that_is_refused_is_an_error(connection: AwsConnection, aws: Aws) -> None:
    aws.client("sqs").create_queue(QueueName="q")
    with pytest.raises(
        MockAwsError, match=r"^Expected SQS to accept 2 messages\.\nGot a refusal of message 2: "
    ):
        SendingKeywords(connection).send_message_batch("q", "good", "\x00")


def test_a_queue_delivers_sooner_until_the_test_ends(connection: AwsConnection, aws: Aws) -> None:
    sqs = aws.client("sqs")
    url = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "30"})["QueueUrl"]
    keywords = SendingKeywords(connection)
    keywords.set_visibility_timeout("q", timedelta(seconds=2))
    keywords.set_visibility_timeout("q", timedelta(0))
    assert visibility(sqs, url) == "0"
    keywords.end_test(None, None)  # type: ignore[arg-type]
    assert visibility(sqs, url) == "30"


def create_table_that_expires(database: Any, name: str) -> None:
    """Create a table whose rows expire by `ttl`."""
    database.create_table(
        TableName=name,
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
    )
    expiring = {"Enabled": True, "AttributeName": "ttl"}
    database.update_time_to_live(TableName=name, TimeToLiveSpecification=expiring)


def test_expired_rows_stay_until_the_test_ends(connection: AwsConnection, aws: Aws) -> None:
    database, keywords = aws.client("dynamodb"), ExpiryKeywords(connection)

    def rows_in(name: str) -> int:
        return int(database.scan(TableName=name)["Count"])

    for name in ("kept", "other"):
        create_table_that_expires(database, name)
    keywords.disable_time_to_live("kept")
    for name in ("kept", "other"):
        item = {"id": {"S": "1"}, "ttl": {"N": f"{time.time() - 60:.0f}"}}
        database.put_item(TableName=name, Item=item)
    wait_until(lambda: rows_in("other") == 0)
    assert rows_in("kept") == 1
    keywords.end_test(None, None)  # type: ignore[arg-type]
    wait_until(lambda: rows_in("kept") == 0)


@pytest.fixture
def table(aws: Aws) -> str:
    """Two errors of one severity, one of another."""
    dynamodb = aws.client("dynamodb")
    dynamodb.create_table(
        TableName="errors",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "severity", "AttributeType": "S"},
            {"AttributeName": "timestamp", "AttributeType": "N"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "SeverityIndex",
                "KeySchema": [
                    {"AttributeName": "severity", "KeyType": "HASH"},
                    {"AttributeName": "timestamp", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    for number, severity in enumerate(("high", "low", "high")):
        dynamodb.put_item(
            TableName="errors",
            Item={
                "id": {"S": f"e{number}"},
                "severity": {"S": severity},
                "timestamp": {"N": str(9 - number)},
            },
        )
    return "errors"


def test_items_are_found_by_an_index_in_its_order(connection: AwsConnection, table: str) -> None:
    keywords = IndexKeywords(connection)
    found = keywords.get_dynamodb_items_by_index(table, "SeverityIndex", severity="high")
    assert [item["id"] for item in found] == ["e2", "e0"]
    (one,) = keywords.get_dynamodb_items_by_index(table, "SeverityIndex", severity="high", timestamp="9")
    assert one["id"] == "e0"


def test_the_message_about_an_unknown_index_lists_the_existing_ones(
    connection: AwsConnection, table: str
) -> None:
    with pytest.raises(
        AssertionError, match=r"Expected table errors to have index ById\.\nGot indexes: SeverityIndex\."
    ):
        IndexKeywords(connection).get_dynamodb_items_by_index(table, "ById", id="e0")
