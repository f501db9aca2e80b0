"""Reads that miss the latest writes, as boto3 sees them at the stand-in."""

from collections.abc import Iterator
from typing import Any

import pytest

from fault_engine import FaultEngine
from support.stand_in import Aws

TABLE, INDEX = "stale", "by-colour"
KEY = {"id": {"S": "1"}}


@pytest.fixture
def table(aws: Aws, engine: FaultEngine) -> Iterator[Any]:
    """DynamoDB with a table that has a global secondary index and one red item."""
    client = aws.client("dynamodb")
    client.create_table(
        TableName=TABLE,
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in ("id", "colour")],
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": INDEX,
                "KeySchema": [{"AttributeName": "colour", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    paint(client, "red")
    yield client
    engine.clear()


def paint(table: Any, colour: str) -> None:
    table.put_item(TableName=TABLE, Item={**KEY, "colour": {"S": colour}})


def colour_of(table: Any, **options: Any) -> str:
    return str(table.get_item(TableName=TABLE, Key=KEY, **options)["Item"]["colour"]["S"])


def count_of(table: Any, colour: str) -> int:
    found = table.query(
        TableName=TABLE,
        IndexName=INDEX,
        KeyConditionExpression="colour = :colour",
        ExpressionAttributeValues={":colour": {"S": colour}},
    )
    return int(found["Count"])


def test_reads_miss_what_was_written_since_the_rule_was_activated(
    aws: Aws, engine: FaultEngine, table: Any
) -> None:
    rule = engine.add({"fault": "stale_read", "account": aws.account_id})[0]["name"]
    paint(table, "blue")

    assert colour_of(table) == "red"
    assert colour_of(table, ConsistentRead=True) == "blue"
    assert (count_of(table, "red"), count_of(table, "blue")) == (1, 0)

    assert engine.remove(rule)["hits"] == 4
    assert colour_of(table) == "blue"
    assert (count_of(table, "red"), count_of(table, "blue")) == (0, 1)


def test_other_accounts_and_other_operations_are_spared(aws: Aws, engine: FaultEngine, table: Any) -> None:
    engine.add({"fault": "stale_read", "account": "999999999999"})
    engine.add({"fault": "stale_read", "account": aws.account_id, "operation": "Scan"})
    paint(table, "blue")

    assert colour_of(table) == "blue"
    assert [item["colour"]["S"] for item in table.scan(TableName=TABLE)["Items"]] == ["red"]


def test_reads_are_as_of_the_first_of_several_rules(aws: Aws, engine: FaultEngine, table: Any) -> None:
    for name, colour in (("first", "blue"), ("second", "green")):
        engine.add({"fault": "stale_read", "account": aws.account_id, "name": name})
        paint(table, colour)
    assert colour_of(table) == "red"

    engine.remove("first")
    assert colour_of(table) == "blue"


def test_stale_read_can_be_late_as_well(aws: Aws, engine: FaultEngine, table: Any) -> None:
    engine.add({"fault": "stale_read", "account": aws.account_id, "name": "stale"})
    engine.add({"fault": "latency", "delay": "1ms", "account": aws.account_id, "name": "late"})
    paint(table, "blue")

    assert colour_of(table) == "red"
    hit = [effect.rule for effect in engine.effects() if effect.account_id == aws.account_id]
    assert hit == ["late", "stale", "late"]
