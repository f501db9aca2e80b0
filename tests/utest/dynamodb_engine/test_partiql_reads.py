"""What a SELECT reads: `Limit` counts items that are read, so that an empty page shows whatever need not have been.

Source: Amazon DynamoDB API reference, "ExecuteStatement"; Amazon DynamoDB Developer Guide, "PartiQL select statements for
DynamoDB".
"""

from typing import Any

import pytest

from dynamodb_engine import DynamoDbEngine, DynamoDbError


class Orders:
    """Tables with items of three partitions, and the statements that are sent to them."""

    def __init__(self) -> None:
        self._engine = DynamoDbEngine(lambda: 1_800_000_000.0)
        by_state = [("state", "HASH", "S"), ("at", "RANGE", "N"), ("sk", "RANGE", "S")]
        self._create("things", [("pk", "HASH", "S"), ("sk", "RANGE", "S")], by_state)
        for pk in "pqr":
            for at, sk in enumerate(("a", "b", "bb", "c")):
                self._put("things", pk={"S": pk}, sk={"S": sk}, at={"N": f"{at}"}, state={"S": "new"})
        self._create("Orders", [("OrderID", "HASH", "N")])
        for number in range(1, 5):
            self._put("Orders", OrderID={"N": f"{number}"}, Total={"N": f"{number * 10}"})

    def page(self, statement: str, **parameters: Any) -> dict[str, Any]:
        return self._call("ExecuteStatement", Statement=statement, **parameters)

    def pages(self, statement: str, limit: int) -> list[list[dict[str, Any]]]:
        """Return the pages of a result up to the first that is empty."""
        page = self.page(statement, Limit=limit)
        pages = []
        while page["Items"]:
            pages.append(page["Items"])
            if "NextToken" not in page:
                break
            page = self.page(statement, Limit=limit, NextToken=page["NextToken"])
        return pages

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
def test_a_condition_that_bounds_no_key_is_a_filter(orders: Orders, condition: str) -> None:
    expected = {
        "(sk = 'c' OR sk = 'bb')": ["bb", "c"],
        "NOT sk = 'a'": ["b", "bb", "c"],
        "sk <> 'a'": ["b", "bb", "c"],
        "size(sk) > 1": ["bb"],
        "begins_with(sk, '')": ["a", "b", "bb", "c"],
    }
    page = orders.page(f"SELECT * FROM things WHERE pk = 'p' AND {condition}")
    assert shown(page["Items"], "sk") == expected.get(condition, [])


# ------------------------------------------------------------------------------------------------ partitions


def test_partitions_are_ordered_by_their_key(orders: Orders) -> None:
    """The example of the Developer Guide."""
    statement = 'SELECT OrderID, Total FROM "Orders" WHERE OrderID IN [1, 2, 3] ORDER BY OrderID'
    assert shown(orders.page(f"{statement} DESC")["Items"], "OrderID", "Total") == ["330", "220", "110"]
    assert shown(orders.page(statement)["Items"], "OrderID") == ["1", "2", "3"]


@pytest.mark.parametrize(
    "condition",
    [
        "OrderID IN [3]",
        "OrderID IN [3, 3, 'x']",
        "OrderID = 3 OR OrderID = 30",
        "(3 = OrderID OR OrderID IN [30, 31]) AND Total > 0",
        "Total > 0 AND (OrderID = 3 AND Total = 30 OR OrderID = 30)",
    ],
)
def test_only_partitions_that_are_named_are_read(orders: Orders, condition: str) -> None:
    page = orders.page(f'SELECT * FROM "Orders" WHERE {condition}', Limit=1)
    assert shown(page["Items"], "OrderID") == ["3"]


@pytest.mark.parametrize("condition", ["OrderID = 3 OR Total = 40", "NOT OrderID IN [1, 2]"])
def test_other_partitions_are_read_where_they_may_match(orders: Orders, condition: str) -> None:
    found = orders.page(f'SELECT * FROM "Orders" WHERE {condition}')["Items"]
    assert sorted(shown(found, "OrderID")) == ["3", "4"]
    with pytest.raises(DynamoDbError, match="Must have at least one non-optional hash key condition"):
        orders.page(f'SELECT * FROM "Orders" WHERE {condition} ORDER BY OrderID')


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_pages_go_on_from_one_partition_to_the_next(orders: Orders, direction: str) -> None:
    statement = f"SELECT * FROM things WHERE pk IN ['r', 'p'] AND sk >= 'b' ORDER BY pk DESC, sk {direction}"
    expected = ["rb", "rbb", "rc", "pb", "pbb", "pc"]
    if direction == "DESC":
        expected = ["rc", "rbb", "rb", "pc", "pbb", "pb"]
    for limit in (1, 2, 4, 6):
        pages = orders.pages(statement, limit)
        assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
        assert [name for page in pages for name in shown(page, "pk", "sk")] == expected


def test_pages_without_an_order_have_every_item_once(orders: Orders) -> None:
    pages = orders.pages("SELECT * FROM things WHERE pk IN ['r', 'p'] AND begins_with(sk, 'b')", 1)
    assert sorted(name for page in pages for name in shown(page, "pk", "sk")) == ["pb", "pbb", "rb", "rbb"]


def test_a_token_of_another_partition_is_not_taken(orders: Orders) -> None:
    token = orders.page("SELECT * FROM things WHERE pk = 'q'", Limit=1)["NextToken"]
    with pytest.raises(DynamoDbError, match="Invalid NextToken"):
        orders.page("SELECT * FROM things WHERE pk IN ['r', 'p']", NextToken=token)


@pytest.mark.parametrize(
    ("order", "refusal"),
    [
        ("sk", "Must have hash key in ORDER BY clause when more than one hash key condition specified in WHERE clause."),
        ("pk, at", "Variable reference at in ORDER BY clause must be part of the primary key"),
    ],
)  # fmt: skip
def test_an_order_that_partitions_cannot_have_is_refused(orders: Orders, order: str, refusal: str) -> None:
    with pytest.raises(DynamoDbError, match=refusal):
        orders.page(f"SELECT * FROM things WHERE pk IN ['r', 'p'] ORDER BY {order}")


def test_a_statement_has_50_partitions_at_most(orders: Orders) -> None:
    """Amazon DynamoDB Developer Guide, "PartiQL comparison operators for DynamoDB", IN."""
    numbers = list(map(str, range(1, 51)))
    assert len(orders.page(f'SELECT * FROM "Orders" WHERE OrderID IN [{", ".join(numbers)}]')["Items"]) == 4
    with pytest.raises(DynamoDbError, match="up to 50 hash key attribute values"):
        orders.page(f'SELECT * FROM "Orders" WHERE OrderID IN [0, {", ".join(numbers)}]')
