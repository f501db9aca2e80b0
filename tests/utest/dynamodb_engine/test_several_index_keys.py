"""Global indexes with several partition keys and sort keys.

The source of each rule is the Amazon DynamoDB Developer Guide, "Multi-attribute keys pattern", as far as a test names no other.
`VERIFIED` are tests that moto has verified on AWS.
"""

import itertools
import operator
from collections.abc import Callable
from typing import Any

import pytest

from dynamodb_engine import DynamoDbEngine, DynamoDbError

VERIFIED = "moto's tests/test_dynamodb/test_dynamodb_multi_attribute_gsi.py"
KINDS = {"p": "S", "city": "S", "kind": "S", "state": "S", "amount": "N", "day": "S"}
KEYS = {"HASH": ("city", "kind"), "RANGE": ("state", "amount", "day")}
SCHEMA = [{"AttributeName": name, "KeyType": kind} for kind, names in KEYS.items() for name in names]
INDEX = {"IndexName": "by-city", "KeySchema": SCHEMA, "Projection": {"ProjectionType": "ALL"}}
Row = tuple[str, str, str, int, str]
ROWS: list[Row] = list(
    itertools.product(("Bonn", "Ulm"), ("a", "b"), ("closed", "open", "opened"), (-1, 2, 10), ("mo", "tu"))
)


class Table:
    """A table with one global index, `by-city`, that has two partition keys and three sort keys."""

    def __init__(self, *indexes: dict[str, Any]) -> None:
        self._engine = DynamoDbEngine(lambda: 1_800_000_000.0)
        used = ["p", *(each["AttributeName"] for index in indexes for each in index["KeySchema"])]
        self.call(
            "CreateTable",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
            AttributeDefinitions=defined(used),
            **({"GlobalSecondaryIndexes": list(indexes)} if indexes else {}),
        )

    def call(self, name: str, **parameters: Any) -> dict[str, Any]:
        return self._engine.call("123456789012", "eu-west-1", name, {"TableName": "things", **parameters})

    def put(self, name: str, **attributes: Any) -> None:
        self.call("PutItem", Item=item(p=name, **attributes))

    def fill(self) -> None:
        """Put an item for each row, the last row first."""
        for number, row in reversed(list(enumerate(ROWS))):
            self.put(str(number), **dict(zip(list(KINDS)[1:], row, strict=True)))

    def query(self, condition: str, more: dict[str, Any] | None = None, **values: Any) -> dict[str, Any]:
        names = {f"#{name}": name for name in KINDS if f"#{name} " in condition}
        return self.call(
            "Query",
            IndexName="by-city",
            KeyConditionExpression=condition,
            ExpressionAttributeNames=names,
            ExpressionAttributeValues={f":{name}": typed(value) for name, value in values.items()},
            **(more or {}),
        )

    def found(self, condition: str, more: dict[str, Any] | None = None, **values: Any) -> list[Row]:
        return [row_of(each) for each in self.query(condition, more, **values)["Items"]]


def typed(value: str | int) -> dict[str, str]:
    return {"N": str(value)} if isinstance(value, int) else {"S": value}


def item(**attributes: Any) -> dict[str, Any]:
    return {name: typed(value) for name, value in attributes.items()}


def row_of(found: dict[str, Any]) -> Row:
    return (
        found["city"]["S"],
        found["kind"]["S"],
        found["state"]["S"],
        int(found["amount"]["N"]),
        found["day"]["S"],
    )


def defined(names: list[str]) -> list[dict[str, str]]:
    return [{"AttributeName": name, "AttributeType": KINDS.get(name, "S")} for name in dict.fromkeys(names)]


def rows(keep: Callable[[Row], bool]) -> list[Row]:
    return [row for row in ROWS if row[:2] == ("Ulm", "b") and keep(row)]


@pytest.fixture(scope="module")
def table() -> Table:
    table = Table(INDEX)
    table.fill()
    return table


BOTH = "#city = :city AND #kind = :kind"
ULM = {"city": "Ulm", "kind": "b"}
SKIPPED = (
    "RANGE key attributes state must have equality conditions specified in the query because "
    "a condition is present on key attribute amount"
)


def test_describe_table_has_all_keys(table: Table) -> None:
    described = table.call("DescribeTable")["Table"]["GlobalSecondaryIndexes"][0]
    assert described["KeySchema"] == SCHEMA


def test_items_of_a_partition_are_sorted_by_one_key_after_the_other(table: Table) -> None:
    assert table.found(BOTH, **ULM) == rows(lambda _row: True)
    assert table.found(BOTH, {"ScanIndexForward": False}, **ULM) == rows(lambda _row: True)[::-1]


@pytest.mark.parametrize(
    ("sign", "holds"),
    [
        ("=", operator.eq),
        ("<", operator.lt),
        ("<=", operator.le),
        (">", operator.gt),
        (">=", operator.ge),
    ],
)
def test_a_range_is_one_of_the_last_key_that_is_asked_for(
    table: Table, sign: str, holds: Callable[[Any, Any], bool]
) -> None:
    assert table.found(f"{BOTH} AND #state {sign} :state", **ULM, state="open") == rows(
        lambda row: holds(row[2], "open")
    )
    second = f"{BOTH} AND #state = :state AND #amount {sign} :amount"
    assert table.found(second, **ULM, state="open", amount=2) == rows(
        lambda row: row[2] == "open" and holds(row[3], 2)
    )
    third = f"{BOTH} AND #state = :state AND #amount = :amount AND #day {sign} :day"
    assert table.found(third, **ULM, state="open", amount=2, day="mo") == rows(
        lambda row: row[2:4] == ("open", 2) and holds(row[4], "mo")
    )


def test_between_and_begins_with_are_ranges(table: Table) -> None:
    second = f"{BOTH} AND #state = :state AND #amount BETWEEN :low AND :high"
    assert table.found(second, **ULM, state="open", low=-1, high=2) == rows(
        lambda row: row[2] == "open" and row[3] < 10
    )
    first = f"{BOTH} AND begins_with(#state , :state)"
    assert table.found(first, **ULM, state="open") == rows(lambda row: row[2].startswith("open"))


def test_older_conditions_are_read_likewise(table: Table) -> None:
    def equal(value: str | int, name: str = "EQ") -> dict[str, Any]:
        return {"ComparisonOperator": name, "AttributeValueList": [typed(value)]}

    conditions = {"city": equal("Ulm"), "kind": equal("b"), "state": equal("open"), "amount": equal(2, "GT")}
    found = table.call("Query", IndexName="by-city", KeyConditions=conditions)["Items"]
    assert [row_of(each) for each in found] == rows(lambda row: row[2] == "open" and row[3] > 2)


@pytest.mark.parametrize(
    ("condition", "values", "message"),
    [
        ("#city = :city", {"city": "Ulm"}, "Query condition missed key schema element: kind"),
        (
            f"{BOTH} AND #amount > :amount",
            {**ULM, "amount": 1},
            SKIPPED,
        ),
        (
            f"{BOTH} AND #state > :state AND #amount = :amount",
            {**ULM, "state": "open", "amount": 1},
            SKIPPED,
        ),
        ("#city = :city AND #kind > :kind", ULM, "Query key condition not supported"),
        (f"{BOTH} AND #p = :p", {**ULM, "p": "1"}, "Query condition missed key schema element: state"),
    ],
)
def test_conditions_that_no_range_of_keys_fulfils_are_refused(
    table: Table, condition: str, values: dict[str, Any], message: str
) -> None:
    """The refusals of a key that is skipped and of a range before another condition: `VERIFIED`; moto's engine has the words."""
    with pytest.raises(DynamoDbError) as refused:
        table.query(condition, **values)
    assert (refused.value.code, str(refused.value)) == ("ValidationException", message)


def test_pages_go_on_after_the_last_key(table: Table) -> None:
    """`VERIFIED`::test_pagination_with_composite_key"""
    found: list[Row] = []
    more: dict[str, Any] = {}
    while True:
        page = table.query(BOTH, {"Limit": 4, **more}, **ULM)
        found += [row_of(each) for each in page["Items"]]
        if "LastEvaluatedKey" not in page:
            break
        assert set(page["LastEvaluatedKey"]) == set(KINDS)
        more = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
    assert found == rows(lambda _row: True)


def test_a_page_begins_in_the_partition_that_is_asked_for(table: Table) -> None:
    start = item(p="0", **dict(zip(list(KINDS)[1:], ROWS[0], strict=True)))
    inside = {**start, "city": typed("Ulm"), "kind": typed("b")}
    assert table.found(BOTH, {"ExclusiveStartKey": inside}, **ULM)[0] == rows(lambda _row: True)[0]
    for name in ("city", "kind"):
        outside = {**inside, name: start[name]}
        with pytest.raises(DynamoDbError, match="starting key is outside query boundaries"):
            table.query(BOTH, {"ExclusiveStartKey": outside}, **ULM)


def test_segments_of_a_scan_share_the_partitions(table: Table) -> None:
    segments = [
        {
            row_of(each)
            for each in table.call("Scan", IndexName="by-city", Segment=n, TotalSegments=3)["Items"]
        }
        for n in range(3)
    ]
    assert set().union(*segments) == set(ROWS)
    assert sum(map(len, segments)) == len(ROWS)
    partitions = [{row[:2] for row in segment} for segment in segments]
    assert sum(map(len, partitions)) == 4


def test_statements_read_the_index(table: Table) -> None:
    statement = """SELECT * FROM "things"."by-city" WHERE city = 'Ulm' AND kind = 'b' ORDER BY state DESC"""
    found = table.call("ExecuteStatement", Statement=statement)["Items"]
    assert [row_of(each) for each in found] == rows(lambda _row: True)[::-1]
    with pytest.raises(DynamoDbError, match="at least one non-optional hash key condition"):
        table.call("ExecuteStatement", Statement=statement.replace("AND kind = 'b' ", ""))


def test_an_item_without_one_of_the_keys_is_not_in_the_index() -> None:
    """`VERIFIED`::test_items_missing_range_key_excluded"""
    table = Table(INDEX)
    whole = {"city": "Ulm", "kind": "b", "state": "open", "amount": 1, "day": "mo"}
    table.put("whole", **whole)
    for name in whole:
        table.put(f"without-{name}", **{other: value for other, value in whole.items() if other != name})
    assert [each["p"]["S"] for each in table.query(BOTH, **ULM)["Items"]] == ["whole"]
    table.call("UpdateItem", Key=item(p="whole"), UpdateExpression="REMOVE amount")
    assert table.query(BOTH, **ULM)["Count"] == 0
    with pytest.raises(DynamoDbError, match="Type mismatch for Index Key amount Expected: N Actual: S"):
        table.put("wrong", **{**whole, "amount": "1"})


def test_an_index_that_is_added_later_has_the_items() -> None:
    table = Table()
    table.fill()
    table.call(
        "UpdateTable",
        AttributeDefinitions=defined(list(KINDS)),
        GlobalSecondaryIndexUpdates=[{"Create": INDEX}],
    )
    assert table.found(BOTH, **ULM) == rows(lambda _row: True)
    assert table.call("DescribeTable")["Table"]["GlobalSecondaryIndexes"][0]["KeySchema"] == SCHEMA


def index_of(kinds: str) -> dict[str, Any]:
    """Return an index whose keys are partition keys (`H`) and sort keys (`R`)."""
    names = {"H": "HASH", "R": "RANGE"}
    schema = [{"AttributeName": f"k{number}", "KeyType": names[kind]} for number, kind in enumerate(kinds)]
    return {**INDEX, "KeySchema": schema}


def test_an_index_has_up_to_four_keys_of_each_kind() -> None:
    """The API reference, GlobalSecondaryIndex: "supports up to 4 partition and up to 4 sort keys"."""
    described = Table(index_of("HHHHRRRR")).call("DescribeTable")["Table"]
    assert described["GlobalSecondaryIndexes"][0]["KeySchema"] == index_of("HHHHRRRR")["KeySchema"]
    for kinds in ("HHHHH", "HRRRRR"):
        with pytest.raises(DynamoDbError, match="Too many KeySchema elements"):
            Table(index_of(kinds))
    with pytest.raises(DynamoDbError, match="A HASH key type follows a RANGE key type"):
        Table(index_of("HRH"))


@pytest.mark.parametrize(
    ("kinds", "message"), [("HRR", "Too many KeySchema elements"), ("HH", "is not a RANGE key type")]
)
@pytest.mark.parametrize("of", ["table", "local index"])
def test_tables_and_local_indexes_have_one_key_of_each_kind(of: str, kinds: str, message: str) -> None:
    several, single = index_of(kinds)["KeySchema"], index_of("HR")["KeySchema"]

    def create(schema: list[dict[str, str]]) -> dict[str, Any]:
        return DynamoDbEngine(lambda: 1_800_000_000.0).call(
            "123456789012",
            "eu-west-1",
            "CreateTable",
            {
                "TableName": "things",
                "BillingMode": "PAY_PER_REQUEST",
                "KeySchema": schema if of == "table" else single,
                "AttributeDefinitions": defined([each["AttributeName"] for each in (*single, *schema)]),
                **({} if of == "table" else {"LocalSecondaryIndexes": [{**INDEX, "KeySchema": schema}]}),
            },
        )

    assert create(single)["TableDescription"]["KeySchema"] == single
    with pytest.raises(DynamoDbError, match=message):
        create(several)
