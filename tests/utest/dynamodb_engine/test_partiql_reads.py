"""What a SELECT reads: `Limit` counts items that are read, so that an empty page shows whatever need not have been.

Source: Amazon DynamoDB API reference, "ExecuteStatement"; Amazon DynamoDB Developer Guide, "PartiQL select statements for
DynamoDB".
"""

from typing import Any

import pytest

from dynamodb_engine import DynamoDbEngine


class Orders:
    """Tables with items of three partitions, and the statements that are sent to them."""

    def __init__(self) -> None:
        self._engine = DynamoDbEngine(lambda: 1_800_000_000.0)
        by_state = [("state", "HASH", "S"), ("at", "RANGE", "N"), ("sk", "RANGE", "S")]
        self._create("things", [("pk", "HASH", "S"), ("sk", "RANGE", "S")], by_state)
        for pk in "pqr":
            for at, sk in enumerate(("a", "b", "bb", "c")):
                self._put("things", pk={"S": pk}, sk={"S": sk}, at={"N": f"{at}"}, state={"S": "new"})

    def page(self, statement: str, **parameters: Any) -> dict[str, Any]:
        return self._call("ExecuteStatement", Statement=statement, **parameters)

    def _create(self, name: str, keys: list[tuple[str, str, str]], index: Any = ()) -> None:
        types = {attribute: kind for attribute, _, kind in (*keys, *index)}
        schema = [
            [{"AttributeName": one, "KeyType": kind} for one, kind, _ in each] for each in (keys, index)
        ]
        by_state = {"IndexName": "by-state", "KeySchema": schema[1], "Projection": {"ProjectionType": "ALL"}}
        self._call(
            "CreateTable",
            TableName=name,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=schema[0],
            AttributeDefinitions=[
                {"AttributeName": one, "AttributeType": kind} for one, kind in types.items()
            ],
            **({"GlobalSecondaryIndexes": [by_state]} if index else {}),
        )

    def _put(self, table: str, **item: Any) -> None:
        self._call("PutItem", TableName=table, Item=item)

    def _call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self._engine.call("123456789012", "eu-west-1", operation, parameters)


@pytest.fixture
def orders() -> Orders:
    return Orders()


def shown(items: list[dict[str, Any]], *names: str) -> list[str]:
    return ["".join(str(next(iter(item[name].values()))) for name in names) for item in items]


# ------------------------------------------------------------------------------------------------ sort keys


@pytest.mark.parametrize(
    ("condition", "first"),
    [
        ("sk = 'c'", "c"),
        ("'c' = sk", "c"),
        ("sk > 'a'", "b"),
        ("'a' < sk", "b"),
        ("sk >= 'bb'", "bb"),
        ("sk BETWEEN 'bb' AND 'z'", "bb"),
        ("begins_with(sk, 'bb')", "bb"),
        ("sk > 'a' AND sk = 'c'", "c"),
        ("(at > 0 AND (sk = 'c'))", "c"),
    ],
)
def test_a_condition_on_the_sort_key_bounds_what_is_read(orders: Orders, condition: str, first: str) -> None:
    page = orders.page(f"SELECT * FROM things WHERE pk = 'p' AND {condition}", Limit=1)
    assert shown(page["Items"], "pk", "sk") == [f"p{first}"]
    page = orders.page(f"SELECT * FROM things WHERE {condition} AND pk = 'p'", Limit=1)
    assert shown(page["Items"], "pk", "sk") == [f"p{first}"]


@pytest.mark.parametrize(
    ("condition", "last"), [("sk < 'bb'", "b"), ("sk <= 'bb'", "bb"), ("sk BETWEEN 'a' AND 'b'", "b")]
)
def test_it_bounds_the_other_end_as_well(orders: Orders, condition: str, last: str) -> None:
    statement = f"SELECT * FROM things WHERE pk = 'p' AND {condition} ORDER BY sk DESC"
    assert shown(orders.page(statement, Limit=1)["Items"], "sk") == [last]


@pytest.mark.parametrize(
    ("condition", "first"),
    [
        ("at = 3", "3c"),
        ("at > 1", "2bb"),
        ("at BETWEEN 2 AND 3", "2bb"),
        ("at = 1 AND sk > 'a'", "1b"),
        ("at = 1 AND begins_with(sk, 'b')", "1b"),
    ],
)
def test_sort_keys_of_an_index_bound_what_is_read(orders: Orders, condition: str, first: str) -> None:
    statement = f"""SELECT * FROM "things"."by-state" WHERE state = 'new' AND {condition}"""
    page = orders.page(statement, Limit=1)
    assert shown(page["Items"], "at", "sk") == [first]


@pytest.mark.parametrize(
    "condition",
    [
        "(sk = 'c' OR sk = 'bb')",
        "NOT sk = 'a'",
        "sk <> 'a'",
        "sk > at",
        "size(sk) > 1",
        "sk = 5",
        "begins_with(sk, 5)",
        "sk BETWEEN 'z' AND 'a'",
        "sk = ''",
        "begins_with(sk, '')",
    ],
)
def test_what_bounds_nothing_is_still_a_filter(orders: Orders, condition: str) -> None:
    expected = {
        "(sk = 'c' OR sk = 'bb')": ["bb", "c"],
        "NOT sk = 'a'": ["b", "bb", "c"],
        "sk <> 'a'": ["b", "bb", "c"],
        "size(sk) > 1": ["bb"],
        "begins_with(sk, '')": ["a", "b", "bb", "c"],
    }
    page = orders.page(f"SELECT * FROM things WHERE pk = 'p' AND {condition}")
    assert shown(page["Items"], "sk") == expected.get(condition, [])
