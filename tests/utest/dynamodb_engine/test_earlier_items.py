"""Reads of an earlier moment find exactly what was found at that moment."""

import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dynamodb_engine import DynamoDbEngine, earlier_items
from dynamodb_engine.earlier_items import WriteHistory
from dynamodb_engine.ordered_items import Stored

TABLE = "things"
PARTITIONS, SORTS, GROUPS = ("a", "b"), range(4), ("x", "y", None)
Change = tuple[str, int, str | bool | None]
"""Partition, sort key, and the group that the item gets; False deletes it."""

changes = st.lists(
    st.tuples(st.sampled_from(PARTITIONS), st.sampled_from(SORTS), st.sampled_from([*GROUPS, False])),
    max_size=12,
)


def key(partition: str, sort: int) -> dict[str, Any]:
    return {"p": {"S": partition}, "s": {"N": str(sort)}}


class Tables:
    """An engine with one table, which has a global and a local index."""

    def __init__(self) -> None:
        self._engine = DynamoDbEngine()
        self._count = 0
        keys = {"p": "S", "s": "N", "g": "S", "n": "N"}
        self.call(
            "CreateTable",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[
                {"AttributeName": name, "AttributeType": kind} for name, kind in keys.items()
            ],
            KeySchema=schema("p", "s"),
            GlobalSecondaryIndexes=[
                {"IndexName": "by-g", "KeySchema": schema("g", "n"), "Projection": {"ProjectionType": "ALL"}}
            ],
            LocalSecondaryIndexes=[
                {
                    "IndexName": "by-n",
                    "KeySchema": schema("p", "n"),
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
        )

    def call(self, operation: str, at: float | None = None, **parameters: Any) -> dict[str, Any]:
        return self._engine.call(
            "123456789012",
            "eu-west-1",
            operation,
            {"TableName": TABLE, **parameters},
            replicas_at=at,
        )

    def make(self, some: Sequence[Change]) -> None:
        for partition, sort, group in some:
            self._count += 1
            if group is False:
                self.call("DeleteItem", Key=key(partition, sort))
            else:
                grouped = {} if group is None else {"g": {"S": group}, "n": {"N": str(self._count % 5)}}
                self.call(
                    "PutItem",
                    Item={**key(partition, sort), **grouped, "count": {"N": str(self._count)}},
                )

    def everything(self, at: float | None = None) -> list[Any]:
        """Return what each kind of read finds, at a moment or now."""
        return [
            self.pages("Scan", at),
            self.pages("Scan", at, IndexName="by-g"),
            *(self.query("p", each, at, backwards) for each in PARTITIONS for backwards in (False, True)),
            *(
                self.query("g", each, at, backwards, IndexName="by-g")
                for each in ("x", "y")
                for backwards in (False, True)
            ),
            *(
                self.query("p", each, at, False, IndexName="by-n", Select="ALL_ATTRIBUTES")
                for each in PARTITIONS
            ),
            *(
                self.call("GetItem", at, Key=key(each, sort)).get("Item")
                for each in PARTITIONS
                for sort in SORTS
            ),
            self.batch(at),
            *(self.statements(at, each) for each in PARTITIONS),
        ]

    def query(
        self, name: str, value: str, at: float | None, backwards: bool, **more: Any
    ) -> list[dict[str, Any]]:
        return self.pages(
            "Query",
            at,
            KeyConditionExpression=f"{name} = :value",
            ExpressionAttributeValues={":value": {"S": value}},
            ScanIndexForward=not backwards,
            **more,
        )

    def pages(self, operation: str, at: float | None, **parameters: Any) -> list[dict[str, Any]]:
        """Return all items, read in pages of two."""
        found: list[dict[str, Any]] = []
        after: dict[str, Any] = {}
        while True:
            page = self.call(operation, at, Limit=2, **parameters, **after)
            found += page["Items"]
            if "LastEvaluatedKey" not in page:
                return found
            after = {"ExclusiveStartKey": page["LastEvaluatedKey"]}

    def batch(self, at: float | None, **options: Any) -> list[dict[str, Any]]:
        keys = [key(each, sort) for each in PARTITIONS for sort in SORTS]
        read = self.call("BatchGetItem", at, RequestItems={TABLE: {"Keys": keys, **options}})
        return list(read["Responses"][TABLE])

    def statements(self, at: float | None, partition: str) -> list[Any]:
        text = f"SELECT * FROM \"{TABLE}\" WHERE p = '{partition}'"
        one = {"Statement": f"{text} AND s = 1"}
        return [
            self.call("ExecuteStatement", at, Statement=text)["Items"],
            self.call("BatchExecuteStatement", at, Statements=[one])["Responses"],
        ]


def schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]


@given(before=changes, after=changes)
def test_reads_find_what_was_there_at_the_moment(before: list[Change], after: list[Change]) -> None:
    tables = Tables()
    tables.make(before)
    found, moment = tables.everything(), time.monotonic()
    tables.make(after)
    now = tables.everything()

    assert tables.everything(moment) == found
    assert tables.everything() == now


CONSISTENT: dict[str, Callable[[Tables, float], Any]] = {
    "GetItem": lambda tables, at: tables.call("GetItem", at, Key=key("a", 1), ConsistentRead=True)["Item"],
    "Query": lambda tables, at: tables.query("p", "a", at, False, ConsistentRead=True)[0],
    "Scan": lambda tables, at: tables.pages("Scan", at, ConsistentRead=True)[0],
    "BatchGetItem": lambda tables, at: tables.batch(at, ConsistentRead=True)[0],
    "ExecuteStatement": lambda tables, at: tables.call(
        "ExecuteStatement", at, Statement=f"SELECT * FROM {TABLE} WHERE p = 'a'", ConsistentRead=True
    )["Items"][0],
    "TransactGetItems": lambda tables, at: tables.call(
        "TransactGetItems", at, TransactItems=[{"Get": {"TableName": TABLE, "Key": key("a", 1)}}]
    )["Responses"][0]["Item"],
    "UpdateItem": lambda tables, at: tables.call("UpdateItem", at, Key=key("a", 1), ReturnValues="ALL_NEW")[
        "Attributes"
    ],
}


@pytest.mark.parametrize("operation", CONSISTENT)
def test_consistent_reads_see_the_latest_writes(operation: str) -> None:
    tables = Tables()
    moment = time.monotonic()
    tables.make([("a", 1, None)])

    assert tables.pages("Scan", moment) == []
    assert CONSISTENT[operation](tables, moment) == {**key("a", 1), "count": {"N": "1"}}


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_history_keeps_a_minute() -> None:
    clock = Clock()
    history = WriteHistory(clock)
    for _ in range(200):
        history.note(("position", clock.now), None)
        clock.now += 1

    kept = history.replaced_since(0)
    assert list(kept) == [
        ("position", float(at)) for at in range(1199, 1199 - earlier_items.KEPT_SECONDS, -1)
    ]


@pytest.mark.parametrize(("seconds", "expected"), [(60, None), (60.1, "new")])
def test_no_read_is_older_than_a_minute_even_if_nothing_is_written_meanwhile(
    seconds: float, expected: str | None
) -> None:
    clock = Clock()
    history = WriteHistory(clock)
    history.note(("position",), None)
    clock.now += seconds

    new = Stored({"p": {"S": "new"}}, 4)
    found = history.earlier(("position",), new, moment=0)
    assert (found and found.item["p"]["S"]) == expected
    assert list(history.replaced_since(0)) == ([("position",)] if expected is None else [])


def test_restored_items_are_visible_to_eventually_consistent_reads() -> None:
    tables = Tables()
    tables.make([("a", 1, "x"), ("b", 2, None)])
    moment = time.monotonic()
    tables.make([("a", 3, None)])
    backup = tables.call("CreateBackup", BackupName="backup")["BackupDetails"]["BackupArn"]
    tables.call("RestoreTableFromBackup", TargetTableName="restored", BackupArn=backup)

    assert len(tables.call("Scan", moment, TableName="restored")["Items"]) == 3
    assert len(tables.call("Scan", moment)["Items"]) == 2
