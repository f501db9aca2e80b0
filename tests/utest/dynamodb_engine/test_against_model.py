"""A table of the engine beside a naive one: a dictionary of items, looked through from the beginning to the end for each request.

More of it: `HYPOTHESIS_SEARCH=long pytest --hypothesis-seed=7 tests/utest/dynamodb_engine/test_against_model.py`.
"""

import copy
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from dynamodb_engine import DynamoDbEngine, DynamoDbError
from support import naive_dynamodb as naive
from support.dynamodb_strategies import conditions, items, scalars, updates, values
from support.hypothesis_search import as_test

ACCOUNT = ("123456789012", "eu-west-1")
TABLE = "things"
BEGIN = 1_800_000_000.0
NativeItem = dict[str, Any]
Key = tuple[str, Decimal]


@dataclass(frozen=True)
class Index:
    """An index of the table.

    Attributes:
        partition: Its partition key.
        sort: Its sort key.
        projected: What it has beside keys; None for everything.
        sees_table: Whether filters see attributes that it does not have.
    """

    partition: str
    sort: str | None
    projected: tuple[str, ...] | None
    sees_table: bool = False

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.partition,) if self.sort is None else (self.partition, self.sort)

    def holds(self, item: NativeItem) -> bool:
        return all(is_index_key(name, item[name]) if name in item else False for name in self.keys)

    def projection(self, item: NativeItem) -> NativeItem:
        if self.projected is None:
            return item
        return {name: item[name] for name in item if name in ("p", "s", *self.keys, *self.projected)}


KINDS = {"p": "S", "s": "N", "n": "N", "g": "S", "h": "S"}
WHOLE = Index("p", "s", None)
INDEXES = {
    "by-g": Index("g", "n", ("a",)),
    "by-n": Index("p", "n", (), sees_table=True),
    "by-h": Index("h", None, None),
}
"""`by-h` comes and goes."""


REASONS = {
    "": "None",
    "ConditionalCheckFailedException": "ConditionalCheckFailed",
    "ValidationException": "ValidationError",
}


def is_index_key(name: str, value: Any) -> bool:
    return naive.kind_of(value) == KINDS[name] and value != ""


@dataclass
class Model:
    """The table, naively."""

    items: dict[Key, NativeItem] = field(default_factory=dict)
    indexes: set[str] = field(default_factory=lambda: {"by-g", "by-n"})

    def allows(self, item: NativeItem) -> bool:
        """Return whether no index minds the item."""
        names = {name for index in self.indexes for name in INDEXES[index].keys}
        return all(is_index_key(name, item[name]) for name in names & item.keys())

    def expire(self, now: float) -> None:
        five_years = 5 * 365 * 24 * 3600
        for key, item in list(self.items.items()):
            until = item.get("ends")
            if isinstance(until, Decimal) and now - five_years < until <= now:
                del self.items[key]

    def read(self, index: Index) -> list[tuple[NativeItem, NativeItem]]:
        """Return what an index has of each item, and the whole item."""
        return [(index.projection(item), item) for item in self.items.values() if index.holds(item)]


def place(key: Mapping[str, Any]) -> Key:
    return key["p"]["S"], Decimal(key["s"]["N"])


partitions = st.sampled_from(["a", "b"])
sorts = st.sampled_from(["-1", "1", "2", "10"])
keys = st.fixed_dictionaries(
    {"p": partitions.map(lambda text: {"S": text}), "s": sorts.map(lambda text: {"N": text})}
)
numbers = st.sampled_from(["-3", "0", "7"]).map(lambda text: {"N": text})
groups = st.sampled_from(["x", "y"]).map(lambda text: {"S": text})
endings = st.integers(-10, 900).map(lambda after: {"N": str(int(BEGIN) + after)})


@st.composite
def things(draw: st.DrawFn) -> dict[str, Any]:
    """Return an item without its key, most of them with attributes that indexes and expiry look at."""
    item = dict(draw(items))
    for name, right, wrong in (
        ("n", numbers, scalars),
        ("g", groups, scalars),
        ("h", groups, values),
        ("ends", endings, scalars),
    ):
        chance = draw(st.integers(0, 9))
        if chance:
            item[name] = draw(right if chance < 9 else wrong)
    return item


seeds = st.integers(0, 10**6)
maybe_conditions = st.integers(0, 2).flatmap(lambda chance: conditions if chance == 2 else st.none())


def setting(name: str, right: st.SearchStrategy[Any]) -> st.SearchStrategy[naive.Tree]:
    return st.tuples(st.just("SET"), st.just((name,)), right.map(lambda value: ("value", value)))


plain_updates = st.lists(
    st.one_of(
        setting("n", numbers),
        setting("g", groups),
        setting("h", st.one_of(groups, groups, values)),
        setting("ends", endings),
        setting("l", st.just({"L": [{"S": "x"}, {"N": "1"}]})),
        st.tuples(st.just("SET"), st.just(("l", 7)), st.just(("value", {"S": "y"}))),
        st.tuples(st.just("ADD"), st.sampled_from([("n",), ("c",)]), st.just(("value", {"N": "1"}))),
        st.tuples(st.just("REMOVE"), st.sampled_from([("n",), ("g",), ("h",), ("l",), ("l", 0), ("ends",)])),
    ),
    min_size=1,
    max_size=2,
)
all_updates = st.one_of(plain_updates, plain_updates, updates)


@dataclass(frozen=True)
class Write:
    """A write of one item, as the engine and as the model take it."""

    kind: str
    key: Mapping[str, Any]
    item: Mapping[str, Any]
    actions: Sequence[naive.Tree]
    condition: naive.Tree | None
    seed: int

    @property
    def place(self) -> Key:
        found = naive.native_item(self.key)
        return found["p"], found["s"]

    def parameters(self) -> dict[str, Any]:
        """Return the parameters of the operation."""
        writer = naive.Writer(random.Random(self.seed))
        parameters: dict[str, Any] = {"TableName": TABLE}
        parameters |= {"Item": {**self.item, **self.key}} if self.kind == "Put" else {"Key": self.key}
        if self.kind == "Update":
            parameters["UpdateExpression"] = writer.update(
                sorted(self.actions, key=lambda action: str(action[0]))
            )
        if self.condition is not None:
            parameters["ConditionExpression"] = writer.condition(self.condition)
        return {**parameters, **writer.parameters()}

    def require_right(self) -> None:
        """Refuse a write that is wrong whatever the item is."""
        if self.condition is not None:
            naive.require_right(self.condition)
        if self.kind == "Update":
            naive.require_right_update(self.actions)

    def outcome(self, model: Model) -> tuple[str, NativeItem | None]:
        """Return the code of the error, empty for none, and the item afterwards."""
        old = model.items.get(self.place)
        new = {**naive.native_item(self.item), **naive.native_item(self.key)}
        if self.kind == "Put" and not model.allows(new):
            return "ValidationException", None
        if self.condition is not None and not naive.holds(self.condition, old or {}):
            return "ConditionalCheckFailedException", None
        if self.kind == "Put":
            return "", new
        if self.kind == "Delete":
            return "", None
        if self.kind == "ConditionCheck":
            return "", old
        return self._updated(model, old)

    def _updated(self, model: Model, old: NativeItem | None) -> tuple[str, NativeItem | None]:
        try:
            new = naive.updated(old or naive.native_item(self.key), self.actions)
        except naive.Refused:
            return "ValidationException", None
        if not model.allows(new):
            return "ValidationException", None
        return "", new if old is not None or naive.makes_item(self.actions) else None


@st.composite
def writes(draw: st.DrawFn, kinds: Sequence[str] = ("Put", "Update", "Update", "Delete")) -> Write:
    """Return a write, and the conditions of a transaction if they are among the kinds."""
    kind = draw(st.sampled_from(kinds))
    return Write(
        kind,
        draw(keys),
        draw(things()) if kind == "Put" else {},
        draw(all_updates) if kind == "Update" else [],
        draw(conditions if kind == "ConditionCheck" else maybe_conditions),
        draw(seeds),
    )


@dataclass(frozen=True)
class KeyCondition:
    """Which items a query reads."""

    value: str
    sign: str | None
    bounds: tuple[str, str]

    def tree(self, index: Index) -> naive.Tree:
        """Return the condition on the keys of an index."""
        low, high = ({"N": str(bound)} for bound in sorted(map(Decimal, self.bounds)))
        partition = ("=", ("path", (index.partition,)), ("value", {"S": self.value}))
        if index.sort is None or self.sign is None:
            return partition
        sort = ("path", (index.sort,))
        if self.sign == "between":
            return ("and", partition, ("between", sort, ("value", low), ("value", high)))
        return ("and", (self.sign, sort, ("value", low)), partition)


@dataclass(frozen=True)
class Reading:
    """What a query or scan lets pass, and in which pages."""

    condition: naive.Tree | None
    limit: int | None
    seed: int

    def is_right(self) -> bool:
        try:
            naive.require_right(self.condition or ("not", ("attribute_exists", ("path", ("a",)))))
        except naive.Refused:
            return False
        return True

    def attributes(self) -> set[str]:
        return attributes_of(self.condition)

    def passes(self, item: NativeItem) -> bool:
        return self.condition is None or naive.holds(self.condition, item)

    def filter(self, writer: naive.Writer) -> dict[str, Any]:
        """Return the filter's parameters, and those of what the writer has written before."""
        text = {} if self.condition is None else {"FilterExpression": writer.condition(self.condition)}
        return {**text, **writer.parameters()}


key_conditions = st.builds(
    KeyCondition,
    st.sampled_from(["a", "b", "x", "y"]),
    st.sampled_from([None, "=", "<", "<=", ">", ">=", "between"]),
    st.tuples(*[st.sampled_from(["-3", "0", "1", "7"])] * 2),
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Return what a query or scan lets pass."""
    return Reading(draw(maybe_conditions), draw(st.one_of(st.none(), st.integers(1, 4))), draw(seeds))


class TableMachine(RuleBasedStateMachine):
    """The engine and the model."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        self.engine = DynamoDbEngine(lambda: self.now)
        self.model = Model()
        self.backups: list[tuple[str, Model]] = []
        attributes = [{"AttributeName": name, "AttributeType": KINDS[name]} for name in ("p", "s", "n", "g")]
        created = self.call(
            "CreateTable",
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=schema(WHOLE),
            AttributeDefinitions=attributes,
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
            LocalSecondaryIndexes=[definition("by-n")],
            GlobalSecondaryIndexes=[definition("by-g")],
        )
        self.stream = created["TableDescription"]["LatestStreamArn"]
        self.call(
            "UpdateTimeToLive",
            TableName=TABLE,
            TimeToLiveSpecification={"AttributeName": "ends", "Enabled": True},
        )

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self.engine.call(*ACCOUNT, operation, copy.deepcopy(parameters))

    def attempt(self, operation: str, **parameters: Any) -> tuple[str, dict[str, Any]]:
        """Return the error's code and members, or no code and the result."""
        try:
            return "", self.call(operation, **parameters)
        except DynamoDbError as error:
            return error.code, {"message": error.message, **error.members}

    # ------------------------------------------------------------------------------------------- writing

    @rule(write=writes(), returns=st.sampled_from(["ALL_OLD", "ALL_NEW"]))
    def write_one(self, write: Write, returns: str) -> None:
        old = self.model.items.get(write.place)
        returns = returns if write.kind == "Update" else "ALL_OLD"
        expected, new = self.expected(write)
        parameters = {
            **write.parameters(),
            "ReturnValues": returns,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
        code, answer = self.attempt(f"{write.kind}Item", **parameters)
        assert code == expected, answer
        if code == "ConditionalCheckFailedException":
            assert_same(answer.get("Item"), old)
        if not code:
            assert_same(answer.get("Attributes"), old if returns == "ALL_OLD" else new)
            self.replace(write.place, new)

    @rule(some=st.dictionaries(st.tuples(partitions, sorts), things(), min_size=3, max_size=8))
    def fill(self, some: dict[tuple[str, str], Any]) -> None:
        for (p, s), thing in some.items():
            self.write_one(Write("Put", {"p": {"S": p}, "s": {"N": s}}, thing, [], None, 0), "ALL_OLD")

    @rule(
        some=st.lists(
            writes(("Put", "Update", "Delete", "ConditionCheck")),
            min_size=1,
            max_size=4,
            unique_by=lambda write: write.place,
        )
    )
    def write_transaction(self, some: list[Write]) -> None:
        outcomes = [self.expected(write) for write in some]
        code, answer = self.attempt(
            "TransactWriteItems", TransactItems=[{write.kind: write.parameters()} for write in some]
        )
        if not self.all_right(some):
            assert code == "ValidationException", answer
        elif any(expected for expected, _ in outcomes):
            assert code == "TransactionCanceledException", answer
            assert [reason["Code"] for reason in answer["CancellationReasons"]] == [
                REASONS[expected] for expected, _ in outcomes
            ]
        else:
            assert not code, answer
            for write, (_, new) in zip(some, outcomes, strict=True):
                self.replace(write.place, new)

    @rule(some=st.lists(st.tuples(keys, st.one_of(st.none(), things())), min_size=1, max_size=5))
    def write_batch(self, some: list[tuple[Any, Any]]) -> None:
        requests = [
            {"DeleteRequest": {"Key": key}} if thing is None else {"PutRequest": {"Item": {**thing, **key}}}
            for key, thing in some
        ]
        written = [
            (place(key), None if thing is None else naive.native_item({**thing, **key}))
            for key, thing in some
        ]
        has_duplicates = len(dict(written)) < len(written)
        is_refused = has_duplicates or not all(new is None or self.model.allows(new) for _, new in written)
        code, answer = self.attempt("BatchWriteItem", RequestItems={TABLE: requests})
        assert code == ("ValidationException" if is_refused else ""), answer
        for where, new in () if is_refused else written:
            self.replace(where, new)

    def expected(self, write: Write) -> tuple[str, NativeItem | None]:
        return write.outcome(self.model) if self.all_right([write]) else ("ValidationException", None)

    @staticmethod
    def all_right(some: Sequence[Write]) -> bool:
        try:
            for write in some:
                write.require_right()
        except naive.Refused:
            return False
        return True

    def replace(self, where: Key, new: NativeItem | None) -> None:
        self.model.items.pop(where, None)
        if new is not None:
            self.model.items[where] = copy.deepcopy(new)

    # ------------------------------------------------------------------------------------------- reading

    @rule(wanted=st.lists(keys, min_size=1, max_size=3, unique_by=place))
    def get(self, wanted: list[Any]) -> None:
        for key in wanted:
            assert_same(
                self.call("GetItem", TableName=TABLE, Key=key).get("Item"), self.model.items.get(place(key))
            )
        together = self.call("BatchGetItem", RequestItems={TABLE: {"Keys": wanted}})["Responses"][TABLE]
        there = [self.model.items[place(key)] for key in wanted if place(key) in self.model.items]
        assert_all_same(together, there)
        transaction = self.call(
            "TransactGetItems", TransactItems=[{"Get": {"TableName": TABLE, "Key": key}} for key in wanted]
        )
        for key, response in zip(wanted, transaction["Responses"], strict=True):
            assert_same(response.get("Item"), self.model.items.get(place(key)))

    @rule(
        name=st.sampled_from([None, *INDEXES]),
        key=key_conditions,
        reading=readings(),
        backwards=st.booleans(),
    )
    def query(self, name: str | None, key: KeyCondition, reading: Reading, backwards: bool) -> None:
        index = self.index(name)
        if index is None or not reading.is_right() or set(index.keys) & reading.attributes():
            return
        tree = key.tree(index)
        writer = naive.Writer(random.Random(reading.seed))
        parameters = {"KeyConditionExpression": writer.condition(tree), "ScanIndexForward": not backwards}
        pages = self.pages("Query", name, reading.limit, {**parameters, **reading.filter(writer)})
        self.check_pages(
            index, [each for each in self.model.read(index) if naive.holds(tree, each[0])], pages, reading
        )
        if index.sort is not None:
            order = [Decimal(item[index.sort]["N"]) for page in pages for item in page["Items"]]
            assert order == sorted(order, reverse=backwards)

    @rule(name=st.sampled_from([None, *INDEXES]), segments=st.integers(1, 3), reading=readings())
    def scan(self, name: str | None, segments: int, reading: Reading) -> None:
        index = self.index(name)
        if index is None or not reading.is_right():
            return
        parameters = reading.filter(naive.Writer(random.Random(reading.seed)))
        pages = []
        for segment in range(segments):
            pages += self.pages(
                "Scan", name, reading.limit, {**parameters, "Segment": segment, "TotalSegments": segments}
            )
        self.check_pages(index, self.model.read(index), pages, reading)

    @rule(key=keys, number=numbers, name=st.sampled_from([None, "by-n"]), backwards=st.booleans())
    def begin_anywhere(self, key: Any, number: Any, name: str | None, backwards: bool) -> None:
        index = WHOLE if name is None else INDEXES[name]
        start = key if name is None else {**key, "n": number}
        parameters = {
            "TableName": TABLE, "KeyConditionExpression": "p = :p", "ExpressionAttributeValues": {":p": key["p"]},
            "ExclusiveStartKey": start, "ScanIndexForward": not backwards, **({} if name is None else {"IndexName": name}),
        }  # fmt: skip
        found = self.call("Query", **parameters)["Items"]
        where = naive.native_item(start)

        def rank(item: NativeItem) -> tuple[Decimal, Decimal]:
            return item[str(index.sort)], item["s"]

        partition = [part for part, _ in self.model.read(index) if part["p"] == where["p"]]
        after = [
            item
            for item in partition
            if (rank(item) < rank(where) if backwards else rank(item) > rank(where))
        ]
        assert_all_same(found, after)

    def index(self, name: str | None) -> Index | None:
        return WHOLE if name is None else INDEXES[name] if name in self.model.indexes else None

    def pages(
        self, operation: str, name: str | None, limit: int | None, parameters: dict[str, Any]
    ) -> list[dict[str, Any]]:
        parameters = {"TableName": TABLE, **parameters}
        parameters |= {} if name is None else {"IndexName": name}
        parameters |= {} if limit is None else {"Limit": limit}
        pages = [self.call(operation, **parameters)]
        while "LastEvaluatedKey" in pages[-1]:
            pages.append(self.call(operation, ExclusiveStartKey=pages[-1]["LastEvaluatedKey"], **parameters))
        return pages

    @staticmethod
    def check_pages(
        index: Index, read: list[tuple[NativeItem, NativeItem]], pages: list[dict[str, Any]], reading: Reading
    ) -> None:
        passing = [part for part, whole in read if reading.passes(whole if index.sees_table else part)]
        assert_all_same([item for page in pages for item in page["Items"]], passing)
        assert sum(page["ScannedCount"] for page in pages) == len(read)
        for page in pages:
            assert page["Count"] == len(page["Items"])
            assert ("LastEvaluatedKey" in page) == (page["ScannedCount"] == reading.limit)
            if "LastEvaluatedKey" in page and reading.condition is None:
                last = page["Items"][-1]
                assert page["LastEvaluatedKey"] == {name: last[name] for name in {"p", "s", *index.keys}}

    # ------------------------------------------------------------------------------------------- the table itself

    @rule(seconds=st.integers(1, 900))
    def time_passes(self, seconds: int) -> None:
        self.now += seconds
        self.model.expire(self.now)

    @rule()
    def add_or_remove_an_index(self) -> None:
        if "by-h" in self.model.indexes:
            change: dict[str, Any] = {"Delete": {"IndexName": "by-h"}}
        else:
            change = {"Create": definition("by-h")}
        self.call(
            "UpdateTable",
            TableName=TABLE,
            AttributeDefinitions=[{"AttributeName": "h", "AttributeType": "S"}],
            GlobalSecondaryIndexUpdates=[change],
        )
        self.model.indexes ^= {"by-h"}

    @rule()
    def back_up(self) -> None:
        arn = self.call("CreateBackup", TableName=TABLE, BackupName="copy")["BackupDetails"]["BackupArn"]
        self.backups.append((arn, copy.deepcopy(self.model)))

    @rule(number=st.integers(0, 9))
    def restore(self, number: int) -> None:
        if not self.backups:
            return
        arn, model = self.backups[number % len(self.backups)]
        described = self.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName="restored")[
            "TableDescription"
        ]
        assert_all_same(self.call("Scan", TableName="restored")["Items"], list(model.items.values()))
        names = {
            index["IndexName"]
            for kind in ("Local", "Global")
            for index in described.get(f"{kind}SecondaryIndexes", [])
        }
        assert names == model.indexes
        for name in names:
            found = self.call("Scan", TableName="restored", IndexName=name)["Items"]
            assert_all_same(found, [part for part, _ in model.read(INDEXES[name])])
        self.call("DeleteTable", TableName="restored")

    @invariant()
    def counts_are_right(self) -> None:
        described = self.call("DescribeTable", TableName=TABLE)["Table"]
        assert described["ItemCount"] == len(self.model.items)
        indexes = [
            index for kind in ("Local", "Global") for index in described.get(f"{kind}SecondaryIndexes", [])
        ]
        assert {index["IndexName"]: index["ItemCount"] for index in indexes} == {
            name: len(self.model.read(INDEXES[name])) for name in self.model.indexes
        }
        assert all((index["IndexSizeBytes"] > 0) == (index["ItemCount"] > 0) for index in indexes)

    def teardown(self) -> None:
        """Replay the stream: its records make the table."""
        shard = self.call("DescribeStream", StreamArn=self.stream)["StreamDescription"]["Shards"][0][
            "ShardId"
        ]
        iterator = self.call(
            "GetShardIterator", StreamArn=self.stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        replayed: dict[Key, Any] = {}
        while records := (answer := self.call("GetRecords", ShardIterator=iterator, Limit=7))["Records"]:
            iterator = answer["NextShardIterator"]
            for record in records:
                replay(record, replayed)
        assert_all_same(list(replayed.values()), list(self.model.items.values()))


def replay(record: Mapping[str, Any], replayed: dict[Key, Any]) -> None:
    change = record["dynamodb"]
    where = place(change["Keys"])
    assert replayed.get(where) == change.get("OldImage")
    kind = "INSERT" if "OldImage" not in change else "MODIFY" if "NewImage" in change else "REMOVE"
    assert record["eventName"] == kind
    replayed.pop(where, None)
    if "NewImage" in change:
        replayed[where] = change["NewImage"]


def schema(index: Index) -> list[dict[str, str]]:
    return [
        {"AttributeName": name, "KeyType": kind}
        for name, kind in zip(index.keys, ("HASH", "RANGE"), strict=False)
    ]


def definition(name: str) -> dict[str, Any]:
    index = INDEXES[name]
    projection: dict[str, Any] = {
        "ProjectionType": "ALL" if index.projected is None else "INCLUDE" if index.projected else "KEYS_ONLY"
    }
    if index.projected:
        projection["NonKeyAttributes"] = list(index.projected)
    return {"IndexName": name, "KeySchema": schema(index), "Projection": projection}


def attributes_of(tree: Any) -> set[str]:
    """Return the attributes that a condition looks at."""
    if isinstance(tree, tuple) and tree and tree[0] == "path":
        return {tree[1][0]}
    return (
        {name for part in tree for name in attributes_of(part)} if isinstance(tree, tuple | list) else set()
    )


def assert_same(found: Mapping[str, Any] | None, expected: NativeItem | None) -> None:
    assert (found is None) == (expected is None), (found, expected)
    assert found is None or naive.same(naive.native_item(found), expected), (found, expected)


def assert_all_same(found: Sequence[Mapping[str, Any]], expected: Sequence[NativeItem]) -> None:
    """Compare items in any order."""
    assert len(found) == len(expected), (found, expected)
    by_key = {(item["p"], item["s"]): item for item in expected}
    for item in found:
        assert_same(item, by_key.pop(place(item), None))
    assert not by_key


TestTable = as_test(TableMachine, examples=40, steps=30)
