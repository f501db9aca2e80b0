"""Operations of DynamoDB that take more than one request; single ones are cases of the stand-in's `dynamodb_cases.py`."""

import base64
import gc
import json
import uuid
from typing import Any

import pytest

from dynamodb_engine import DynamoDbEngine, DynamoDbError
from dynamodb_engine.account import Transaction

BEGIN = 1_800_000_000.0
DAY = 24 * 3600


class Account:
    """An account of an engine whose clock stands still."""

    def __init__(self) -> None:
        self.now = BEGIN
        self._engine = DynamoDbEngine(lambda: self.now)

    def call(self, operation: str, **parameters: Any) -> dict[str, Any]:
        return self._engine.call("123456789012", "eu-west-1", operation, parameters)

    def put(self, *texts: str, **attributes: Any) -> None:
        for text in texts:
            self.call("PutItem", TableName="things", Item={"p": {"S": text}, **attributes})


def index(name: str = "by-g") -> dict[str, Any]:
    return {
        "IndexName": name,
        "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }


def with_index(**change: Any) -> dict[str, Any]:
    attributes = [{"AttributeName": "g", "AttributeType": "S"}]
    return {
        "TableName": "things",
        "AttributeDefinitions": attributes,
        "GlobalSecondaryIndexUpdates": [change],
    }


@pytest.fixture
def account() -> Account:
    account = Account()
    account.call(
        "CreateTable",
        TableName="things",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        Tags=[{"Key": "team", "Value": "tables"}],
    )
    return account


# ------------------------------------------------------------------------------------------------ tables


def test_an_index_is_made_of_items_that_fit_and_then_refuses_the_others(account: Account) -> None:
    account.put("fits", g={"S": "x"})
    account.put("does not", g={"L": []})
    account.put("lacks it")
    account.call("UpdateTable", **with_index(Create=index()))
    assert [
        item["p"]["S"] for item in account.call("Scan", TableName="things", IndexName="by-g")["Items"]
    ] == ["fits"]
    with pytest.raises(
        DynamoDbError, match="Type mismatch for Index Key g Expected: S Actual: L IndexName: by-g"
    ):
        account.put("does not", g={"L": []})
    account.call("DeleteItem", TableName="things", Key={"p": {"S": "does not"}})
    assert account.call("DescribeTable", TableName="things")["Table"]["ItemCount"] == 2


def test_an_index_that_is_deleted_takes_its_attribute_definition_along(account: Account) -> None:
    account.call("UpdateTable", **with_index(Create=index()))
    account.call("UpdateTable", **with_index(Delete={"IndexName": "by-g"}))
    described = account.call("DescribeTable", TableName="things")["Table"]
    assert "GlobalSecondaryIndexes" not in described
    assert described["AttributeDefinitions"] == [{"AttributeName": "p", "AttributeType": "S"}]
    account.put("anything goes", g={"L": []})


def test_an_update_that_is_refused_changes_nothing(account: Account) -> None:
    before = account.call("DescribeTable", TableName="things")
    with pytest.raises(DynamoDbError, match="Table already has an enabled stream"):
        account.call(
            "UpdateTable",
            **with_index(Create=index()),
            DeletionProtectionEnabled=True,
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"},
        )
    assert account.call("DescribeTable", TableName="things") == before


def test_a_backup_is_the_table_of_its_moment(account: Account) -> None:
    account.call("UpdateTable", **with_index(Create=index()), DeletionProtectionEnabled=True)
    account.put("a", "b", g={"S": "x"})
    arn = account.call("CreateBackup", TableName="things", BackupName="copy")["BackupDetails"]["BackupArn"]
    account.call("UpdateTable", **with_index(Delete={"IndexName": "by-g"}))
    account.put("c")
    described = account.call("DescribeBackup", BackupArn=arn)["BackupDescription"]["SourceTableDetails"]
    assert described["ItemCount"] == 2
    account.call("RestoreTableFromBackup", BackupArn=arn, TargetTableName="restored")
    assert account.call("Scan", TableName="restored", IndexName="by-g", Select="COUNT")["Count"] == 2
    restored = account.call("DescribeTable", TableName="restored")["Table"]
    source = account.call("DescribeTable", TableName="things")["Table"]
    assert restored["TableId"] != source["TableId"]
    assert not restored["DeletionProtectionEnabled"]
    assert "LatestStreamArn" not in restored
    assert account.call("ListTagsOfResource", ResourceArn=restored["TableArn"]) == {"Tags": []}
    assert account.call("ListTagsOfResource", ResourceArn=source["TableArn"])["Tags"]


def test_tables_and_indexes_have_ids_and_arns(account: Account) -> None:
    account.call("UpdateTable", **with_index(Create=index()))
    first = account.call("DescribeTable", TableName="things")["Table"]
    assert uuid.UUID(first["TableId"]).version == 4
    assert first["TableArn"] == "arn:aws:dynamodb:eu-west-1:123456789012:table/things"
    (described,) = first["GlobalSecondaryIndexes"]
    assert described["IndexArn"] == f"{first['TableArn']}/index/by-g"
    account.put("by its ARN")
    assert account.call("Scan", TableName=first["TableArn"])["Count"] == 1


# ------------------------------------------------------------------------------------------------ pages by size

LARGE = {"S": "x" * 300_000}


def test_a_page_ends_with_the_item_that_reaches_1_mb(account: Account) -> None:
    account.put(*"abcde", text=LARGE)
    first = account.call("Scan", TableName="things")
    assert first["Count"] == 4
    last = account.call("Scan", TableName="things", ExclusiveStartKey=first["LastEvaluatedKey"])
    assert last["Count"] == 1
    assert "LastEvaluatedKey" not in last
    assert {item["p"]["S"] for page in (first, last) for item in page["Items"]} == set("abcde")


def test_filtered_items_count_towards_the_page_size(account: Account) -> None:
    account.put(*"abcde", text=LARGE)
    page = account.call(
        "Scan",
        TableName="things",
        FilterExpression="attribute_not_exists(#t)",
        ExpressionAttributeNames={"#t": "text"},
    )
    assert (page["Count"], page["ScannedCount"]) == (0, 4)
    assert "LastEvaluatedKey" in page


def test_a_batch_returns_16_mb_and_names_what_is_left(account: Account) -> None:
    texts = [str(number) for number in range(60)]
    account.put(*texts, text=LARGE)
    keys = [{"p": {"S": text}} for text in texts]
    answer = account.call("BatchGetItem", RequestItems={"things": {"Keys": keys, "ConsistentRead": True}})
    returned = [item["p"] for item in answer["Responses"]["things"]]
    left = answer["UnprocessedKeys"]["things"]
    assert len(returned) == 16 * 1024 * 1024 // 300_005
    assert left["ConsistentRead"] is True
    assert sorted(returned + [key["p"] for key in left["Keys"]], key=str) == sorted(
        [key["p"] for key in keys], key=str
    )


# ------------------------------------------------------------------------------------------------ time to live


def test_an_item_expires_and_the_stream_says_that_the_service_removed_it(
    account: Account, stream: "StreamReader"
) -> None:
    setting = {"AttributeName": "ends", "Enabled": True}
    account.call("UpdateTimeToLive", TableName="things", TimeToLiveSpecification=setting)
    account.put("soon", ends={"N": str(int(BEGIN) + 60)})
    account.put("text is no time", ends={"S": str(int(BEGIN) + 60)})
    account.put("more than five years ago", ends={"N": "1"})
    account.now += 59
    assert account.call("Scan", TableName="things")["Count"] == 3
    account.now += 1
    left = account.call("Scan", TableName="things")["Items"]
    assert {item["p"]["S"] for item in left} == {"text is no time", "more than five years ago"}
    (removed,) = stream.records(stream.iterator("TRIM_HORIZON"))[3:]
    assert removed["eventName"] == "REMOVE"
    assert removed["userIdentity"] == {"Type": "Service", "PrincipalId": "dynamodb.amazonaws.com"}


# ------------------------------------------------------------------------------------------------ streams


class StreamReader:
    """Reads the stream of the table."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.arn = account.call("DescribeTable", TableName="things")["Table"]["LatestStreamArn"]
        description = account.call("DescribeStream", StreamArn=self.arn)["StreamDescription"]
        self.shard = description["Shards"][0]["ShardId"]

    def iterator(self, kind: str, **more: Any) -> str:
        answer = self.account.call(
            "GetShardIterator", StreamArn=self.arn, ShardId=self.shard, ShardIteratorType=kind, **more
        )
        return str(answer["ShardIterator"])

    def records(self, iterator: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.account.call("GetRecords", ShardIterator=iterator)["Records"]
        return found

    def read(self, iterator: str) -> list[str]:
        records = self.records(iterator)
        return [record["dynamodb"]["Keys"]["p"]["S"] for record in records]

    def numbers(self) -> list[str]:
        records = self.account.call("GetRecords", ShardIterator=self.iterator("TRIM_HORIZON"))["Records"]
        return [record["dynamodb"]["SequenceNumber"] for record in records]


@pytest.fixture
def stream(account: Account) -> StreamReader:
    return StreamReader(account)


def test_the_latest_of_an_empty_stream_is_what_comes_then(account: Account, stream: StreamReader) -> None:
    latest = stream.iterator("LATEST")
    account.put("a", "b")
    assert stream.read(latest) == ["a", "b"]


def test_the_latest_does_not_go_back_to_what_was_trimmed(account: Account, stream: StreamReader) -> None:
    account.put("old")
    account.now += DAY + 1
    latest = stream.iterator("LATEST")
    account.put("new")
    assert stream.read(latest) == ["new"]
    assert stream.read(stream.iterator("TRIM_HORIZON")) == ["new"]


def test_reading_begins_at_or_after_a_number(account: Account, stream: StreamReader) -> None:
    account.put("a", "b", "c")
    second = stream.numbers()[1]
    assert stream.read(stream.iterator("AT_SEQUENCE_NUMBER", SequenceNumber=second)) == ["b", "c"]
    assert stream.read(stream.iterator("AFTER_SEQUENCE_NUMBER", SequenceNumber=second)) == ["c"]


def test_reading_begins_at_or_after_a_moment(account: Account, stream: StreamReader) -> None:
    for text in ("a", "b", "c"):
        account.put(text)
        account.now += 10
    assert stream.read(stream.iterator("AT_TIMESTAMP", Timestamp=BEGIN + 10)) == ["b", "c"]
    assert stream.read(stream.iterator("AT_TIMESTAMP", Timestamp=BEGIN + 11)) == ["c"]
    assert stream.read(stream.iterator("AT_TIMESTAMP", Timestamp=0)) == ["a", "b", "c"]
    account.put("d")
    latest = stream.iterator("AT_TIMESTAMP", Timestamp=account.now)
    assert stream.read(latest) == ["d"]
    with pytest.raises(DynamoDbError, match="Timestamp must not be in the future"):
        stream.iterator("AT_TIMESTAMP", Timestamp=account.now + 1)


def test_records_come_in_pages_until_the_end_of_a_stream_that_was_disabled(
    account: Account, stream: StreamReader
) -> None:
    account.put("a", "b", "c")
    account.call("UpdateTable", TableName="things", StreamSpecification={"StreamEnabled": False})
    first = account.call("GetRecords", ShardIterator=stream.iterator("TRIM_HORIZON"), Limit=2)
    last = account.call("GetRecords", ShardIterator=first["NextShardIterator"], Limit=2)
    assert [len(page["Records"]) for page in (first, last)] == [2, 1]
    assert "NextShardIterator" not in last


@pytest.mark.parametrize(
    ("operation", "parameters", "most"),
    [("GetRecords", {}, 1000), ("ListStreams", {"TableName": "things"}, 100)],
)
def test_no_more_of_a_stream_can_be_asked_for(
    account: Account, stream: StreamReader, operation: str, parameters: dict[str, Any], most: int
) -> None:
    if operation == "GetRecords":
        parameters = {"ShardIterator": stream.iterator("TRIM_HORIZON")}
    account.call(operation, **parameters, Limit=most)
    with pytest.raises(
        DynamoDbError, match=f"Member must have value less than or equal to {most}"
    ) as refused:
        account.call(operation, **parameters, Limit=most + 1)
    assert refused.value.code == "ValidationException"


def test_one_response_has_records_of_a_megabyte_at_most(account: Account, stream: StreamReader) -> None:
    account.put("a", "b", "c", "d", text={"S": "x" * 300_000})
    page, sizes = account.call("GetRecords", ShardIterator=stream.iterator("TRIM_HORIZON")), []
    while page["Records"]:
        sizes.append(len(page["Records"]))
        page = account.call("GetRecords", ShardIterator=page["NextShardIterator"])
    assert sizes == [3, 1]


def test_a_stream_has_one_shard_and_no_shard_after_it_or_below_it(
    account: Account, stream: StreamReader
) -> None:
    more: dict[str, Any]
    for more, shards in (
        ({}, 1),
        ({"ExclusiveStartShardId": stream.shard}, 0),
        ({"ShardFilter": {"Type": "CHILD_SHARDS", "ShardId": stream.shard}}, 0),
    ):
        described = account.call("DescribeStream", StreamArn=stream.arn, **more)["StreamDescription"]
        assert len(described["Shards"]) == shards


def test_reading_does_not_begin_at_a_number_that_was_trimmed(account: Account, stream: StreamReader) -> None:
    account.put("old")
    (old,) = stream.numbers()
    account.now += DAY + 1
    account.put("new")
    with pytest.raises(DynamoDbError) as refused:
        stream.iterator("AT_SEQUENCE_NUMBER", SequenceNumber=old)
    assert refused.value.code == "TrimmedDataAccessException"
    assert stream.read(stream.iterator("AT_SEQUENCE_NUMBER", SequenceNumber=stream.numbers()[0])) == ["new"]


def test_an_iterator_is_good_for_fifteen_minutes(account: Account, stream: StreamReader) -> None:
    iterator = stream.iterator("TRIM_HORIZON")
    account.now += 15 * 60
    assert stream.read(iterator) == []
    account.now += 1
    with pytest.raises(DynamoDbError, match="expired"):
        stream.read(iterator)


@pytest.mark.parametrize("content", ["7", "[]", "{}", '["arn", [], 1]', '["arn", 1, null]', "nothing"])
def test_an_iterator_is_one(stream: StreamReader, content: str) -> None:
    made_up = f"{stream.arn}|1|{base64.urlsafe_b64encode(content.encode()).decode()}"
    with pytest.raises(DynamoDbError, match="Invalid ShardIterator"):
        stream.read(made_up)


def test_an_item_that_stays_the_same_is_no_change(account: Account, stream: StreamReader) -> None:
    account.put("a", n={"N": "1"})
    account.put("a", n={"N": "1.0"})
    assert stream.read(stream.iterator("TRIM_HORIZON")) == ["a"]


# ------------------------------------------------------------------------------------------------ transactions


ADD: dict[str, Any] = {
    "Update": {
        "TableName": "things",
        "Key": {"p": {"S": "counter"}},
        "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
}


def counter(account: Account) -> str:
    return str(account.call("GetItem", TableName="things", Key={"p": {"S": "counter"}})["Item"]["n"]["N"])


def test_a_transaction_that_is_repeated_is_done_once_and_costs_reading(account: Account) -> None:
    request = {"TransactItems": [ADD], "ClientRequestToken": "token", "ReturnConsumedCapacity": "TOTAL"}
    first, second = (
        account.call("TransactWriteItems", **request),
        account.call("TransactWriteItems", **request),
    )
    assert counter(account) == "1"
    assert first["ConsumedCapacity"] == [
        {"TableName": "things", "CapacityUnits": 2.0, "WriteCapacityUnits": 2.0}
    ]
    assert second["ConsumedCapacity"] == [
        {"TableName": "things", "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0}
    ]
    account.now += 601
    account.call("TransactWriteItems", **request)
    assert counter(account) == "2"


def test_a_transaction_reads_four_megabytes_at_most(account: Account) -> None:
    names = [f"big {number}" for number in range(11)]
    account.put(*names, text={"S": "x" * 400_000})
    reads = [{"Get": {"TableName": "things", "Key": {"p": {"S": name}}}} for name in names]
    assert len(account.call("TransactGetItems", TransactItems=reads[:10])["Responses"]) == 10
    with pytest.raises(DynamoDbError, match="exceeded the maximum allowed size") as refused:
        account.call("TransactGetItems", TransactItems=reads)
    assert refused.value.code == "ValidationException"


def test_a_token_is_for_one_transaction(account: Account) -> None:
    account.call("TransactWriteItems", TransactItems=[ADD], ClientRequestToken="token")
    other = {"Delete": {"TableName": "things", "Key": {"p": {"S": "counter"}}}}
    with pytest.raises(DynamoDbError) as refused:
        account.call("TransactWriteItems", TransactItems=[other], ClientRequestToken="token")
    assert refused.value.code == "IdempotentParameterMismatchException"
    assert counter(account) == "1"


def transactions_in_memory() -> int:
    gc.collect()
    return sum(isinstance(each, Transaction) for each in gc.get_objects())


def test_transactions_are_forgotten_after_ten_minutes(account: Account) -> None:
    before = transactions_in_memory()
    for number in range(200):
        account.call("TransactWriteItems", TransactItems=[ADD], ClientRequestToken=f"token {number}")
    account.now += 600
    account.call("TransactWriteItems", TransactItems=[ADD], ClientRequestToken="last")
    assert transactions_in_memory() == before + 1


def test_a_transaction_that_is_cancelled_changes_nothing_and_shows_the_items_asked_for(
    account: Account,
) -> None:
    account.put("a", n={"N": "1"})
    check = {
        "TableName": "things", "Key": {"p": {"S": "a"}}, "ConditionExpression": "attribute_not_exists(p)",
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }  # fmt: skip
    with pytest.raises(DynamoDbError) as refused:
        account.call("TransactWriteItems", TransactItems=[ADD, {"ConditionCheck": check}])
    nothing, failed = refused.value.members["CancellationReasons"]
    assert nothing == {"Code": "None"}
    assert failed == {
        "Code": "ConditionalCheckFailed", "Message": "The conditional request failed", "Item": {"p": {"S": "a"}, "n": {"N": "1"}},
    }  # fmt: skip
    assert account.call("GetItem", TableName="things", Key={"p": {"S": "counter"}}) == {}


@pytest.mark.parametrize("operation", ["PutItem", "DeleteItem", "UpdateItem", "ExecuteStatement"])
def test_a_condition_that_fails_shows_the_item_if_asked(account: Account, operation: str) -> None:
    item = {"p": {"S": "a"}, "n": {"N": "1"}}
    account.put("a", n={"N": "1"})
    request: dict[str, Any] = {
        "TableName": "things",
        "Key": {"p": {"S": "a"}},
        "ConditionExpression": "attribute_not_exists(p)",
    }
    if operation == "PutItem":
        request["Item"] = item
    if operation == "ExecuteStatement":
        request = {"Statement": "UPDATE things SET n = 3 WHERE p = 'a' AND n = 2"}
    for wanted, shown in (("ALL_OLD", {"Item": item}), ("NONE", {})):
        with pytest.raises(DynamoDbError, match="The conditional request failed") as refused:
            account.call(operation, ReturnValuesOnConditionCheckFailure=wanted, **request)
        assert refused.value.members == shown


# ------------------------------------------------------------------------------------------------ PartiQL


def test_statements_are_paged_to_the_end_whatever_passes(account: Account) -> None:
    account.put(*"abcdefg", n={"N": "1"})
    account.put("x", n={"N": "2"})
    request: dict[str, Any] = {"Statement": "SELECT p FROM things WHERE n = 1", "Limit": 3}
    pages = [account.call("ExecuteStatement", **request)]
    while token := pages[-1].get("NextToken"):
        pages.append(account.call("ExecuteStatement", NextToken=token, **request))
    assert sorted(item["p"]["S"] for page in pages for item in page["Items"]) == list("abcdefg")
    assert len(pages) == 3


@pytest.mark.parametrize(
    "content", ["7", "[]", '{"p": 1}', '{"q": {"S": "a"}}', '{"p": {"N": "1"}}', "nothing"]
)
def test_a_page_token_is_one(account: Account, content: str) -> None:
    token = base64.urlsafe_b64encode(content.encode()).decode()
    with pytest.raises(
        DynamoDbError, match=r"Invalid NextToken|The provided starting key is invalid|Supplied AttributeValue"
    ):
        account.call("ExecuteStatement", Statement="SELECT * FROM things", NextToken=token)
    right = base64.urlsafe_b64encode(json.dumps({"p": {"S": "a"}}).encode()).decode()
    assert account.call("ExecuteStatement", Statement="SELECT * FROM things", NextToken=right) == {
        "Items": []
    }


def test_a_batch_or_transaction_reads_or_writes(account: Account) -> None:
    mixed = [
        {"Statement": "SELECT * FROM things WHERE p = 'a'"},
        {"Statement": "DELETE FROM things WHERE p = 'a'"},
    ]
    for operation, member in (
        ("BatchExecuteStatement", "Statements"),
        ("ExecuteTransaction", "TransactStatements"),
    ):
        with pytest.raises(DynamoDbError, match="must all read or all write"):
            account.call(operation, **{member: mixed})
        for alone in mixed:
            assert account.call(operation, **{member: [alone]})["Responses"]


# ------------------------------------------------------------------------------------------------ backups, policies, limits


def backup_names(answer: dict[str, Any]) -> list[str]:
    return [each["BackupName"] for each in answer["BackupSummaries"]]


def test_backups_are_listed_in_pages(account: Account) -> None:
    for name in ("first", "second", "third"):
        account.call("CreateBackup", TableName="things", BackupName=name)
    page = account.call("ListBackups", Limit=2)
    assert backup_names(page) == ["first", "second"]
    rest = account.call("ListBackups", ExclusiveStartBackupArn=page["LastEvaluatedBackupArn"])
    assert backup_names(rest) == ["third"]
    assert "LastEvaluatedBackupArn" not in rest


def test_backups_are_listed_by_time_from_the_lower_bound_to_before_the_upper(account: Account) -> None:
    for name in ("first", "second", "third"):
        account.call("CreateBackup", TableName="things", BackupName=name)
        account.now += 10
    bounds = {"TimeRangeLowerBound": BEGIN + 10, "TimeRangeUpperBound": BEGIN + 20}
    assert backup_names(account.call("ListBackups", **bounds)) == ["second"]
    assert backup_names(account.call("ListBackups", BackupType="SYSTEM")) == []


def test_a_policy_is_replaced_in_the_revision_that_is_expected(account: Account) -> None:
    arn = account.call("DescribeTable", TableName="things")["Table"]["TableArn"]
    first = account.call("PutResourcePolicy", ResourceArn=arn, Policy="{}", ExpectedRevisionId="NO_POLICY")
    for expected in ("NO_POLICY", "another"):
        with pytest.raises(DynamoDbError, match="Resource-based policy not found"):
            account.call("PutResourcePolicy", ResourceArn=arn, Policy="[]", ExpectedRevisionId=expected)
        with pytest.raises(DynamoDbError, match="Resource-based policy not found"):
            account.call("DeleteResourcePolicy", ResourceArn=arn, ExpectedRevisionId=expected)
    assert account.call("GetResourcePolicy", ResourceArn=arn)["Policy"] == "{}"
    account.call("DeleteResourcePolicy", ResourceArn=arn, ExpectedRevisionId=first["RevisionId"])
    with pytest.raises(DynamoDbError, match="Resource-based policy not found"):
        account.call("GetResourcePolicy", ResourceArn=arn)


def test_a_table_is_made_with_its_policy(account: Account) -> None:
    created = account.call(
        "CreateTable",
        TableName="others",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        ResourcePolicy='{"Version": "2012-10-17"}',
    )
    arn = created["TableDescription"]["TableArn"]
    assert account.call("GetResourcePolicy", ResourceArn=arn)["Policy"] == '{"Version": "2012-10-17"}'


def test_limits_of_throughput_are_described(account: Account) -> None:
    limited = {"OnDemandThroughput": {"MaxReadRequestUnits": 5, "MaxWriteRequestUnits": 6}}
    warm = {"WarmThroughput": {"ReadUnitsPerSecond": 12_001, "WriteUnitsPerSecond": 4001}}
    account.call("UpdateTable", TableName="things", **limited)
    account.call("UpdateTable", **with_index(Create={**index(), **warm}))
    account.call("UpdateTable", **with_index(Update={"IndexName": "by-g", **limited}))
    described = account.call("DescribeTable", TableName="things")["Table"]
    assert described["OnDemandThroughput"] == limited["OnDemandThroughput"]
    (described_index,) = described["GlobalSecondaryIndexes"]
    assert described_index["OnDemandThroughput"] == limited["OnDemandThroughput"]
    assert described_index["WarmThroughput"] == {**warm["WarmThroughput"], "Status": "ACTIVE"}
    assert described["WarmThroughput"] == {
        "ReadUnitsPerSecond": 12_000,
        "WriteUnitsPerSecond": 4000,
        "Status": "ACTIVE",
    }


def test_an_index_that_changes_says_so(account: Account) -> None:
    """Source: UpdateTable, Amazon DynamoDB API reference, and "Managing Global Secondary Indexes", Developer Guide."""

    def changed(**change: Any) -> Any:
        answer = account.call("UpdateTable", **with_index(**change))
        (index_,) = answer["TableDescription"]["GlobalSecondaryIndexes"]
        return index_["IndexStatus"], index_.get("Backfilling")

    warm = {"WarmThroughput": {"ReadUnitsPerSecond": 12_001, "WriteUnitsPerSecond": 4001}}
    assert changed(Create=index()) == ("CREATING", False)
    (ready,) = account.call("DescribeTable", TableName="things")["Table"]["GlobalSecondaryIndexes"]
    assert (ready["IndexStatus"], "Backfilling" in ready) == ("ACTIVE", False)
    assert changed(Update={"IndexName": "by-g", **warm}) == ("UPDATING", None)
    assert changed(Delete={"IndexName": "by-g"}) == ("DELETING", None)
    assert "GlobalSecondaryIndexes" not in account.call("DescribeTable", TableName="things")["Table"]


def test_a_table_goes_to_provisioned_capacity_and_back(account: Account) -> None:
    """Source: "DynamoDB throughput capacity" and "Understanding DynamoDB warm throughput", Developer Guide."""
    capacity = {"ProvisionedThroughput": {"ReadCapacityUnits": 5, "WriteCapacityUnits": 6}}
    account.now += DAY
    account.call("UpdateTable", TableName="things", BillingMode="PROVISIONED", **capacity)
    provisioned = account.call("DescribeTable", TableName="things")["Table"]
    with pytest.raises(DynamoDbError, match=r"will not change.*Requested WriteCapacityUnits: 6") as refused:
        account.call("UpdateTable", TableName="things", **capacity)
    account.call("UpdateTable", TableName="things", BillingMode="PAY_PER_REQUEST")
    on_demand = account.call("DescribeTable", TableName="things")["Table"]
    assert refused.value.code == "ValidationException"
    assert provisioned["BillingModeSummary"] == {
        "BillingMode": "PROVISIONED",
        "LastUpdateToPayPerRequestDateTime": BEGIN,
    }
    assert provisioned["WarmThroughput"] == {
        "ReadUnitsPerSecond": 5,
        "WriteUnitsPerSecond": 6,
        "Status": "ACTIVE",
    }
    assert on_demand["BillingModeSummary"] == {
        "BillingMode": "PAY_PER_REQUEST",
        "LastUpdateToPayPerRequestDateTime": BEGIN + DAY,
    }
    assert on_demand["ProvisionedThroughput"]["ReadCapacityUnits"] == 0


def test_a_table_that_was_never_on_demand_has_no_summary_of_billing(account: Account) -> None:
    created = account.call(
        "CreateTable",
        TableName="others",
        ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
    )["TableDescription"]
    described = account.call("DescribeTable", TableName="others")["Table"]
    assert "BillingModeSummary" not in described
    assert "WarmThroughput" not in created
    assert described["ProvisionedThroughput"]["WriteCapacityUnits"] == 5


@pytest.mark.parametrize(
    ("key", "arn"),
    [
        ({}, "alias/aws/dynamodb"),
        ({"KMSMasterKeyId": "0a1b"}, "key/0a1b"),
        ({"KMSMasterKeyId": "alias/mine"}, "alias/mine"),
        ({"KMSMasterKeyId": "arn:aws:kms:eu-west-1:123456789012:key/0a1b"}, "key/0a1b"),
    ],
)
def test_encryption_names_the_arn_of_its_key(account: Account, key: Any, arn: str) -> None:
    """Source: SSEDescription, Amazon DynamoDB API reference; LocalStack 4.14.0, services/dynamodb/provider.py."""
    expected = {"SSEType": "KMS", "KMSMasterKeyArn": f"arn:aws:kms:eu-west-1:123456789012:{arn}"}
    account.call("UpdateTable", TableName="things", SSESpecification={"Enabled": True, **key})
    described = account.call("DescribeTable", TableName="things")["Table"]
    updated = account.call("UpdateTable", TableName="things", SSESpecification={"Enabled": False})
    assert described["SSEDescription"] == {"Status": "ENABLED", **expected}
    assert updated["TableDescription"]["SSEDescription"] == {"Status": "UPDATING", **expected}
    assert "SSEDescription" not in account.call("DescribeTable", TableName="things")["Table"]


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        ("ListTagsOfResource", {}),
        ("TagResource", {"Tags": [{"Key": "team", "Value": "a"}]}),
        ("UntagResource", {"TagKeys": ["team"]}),
    ],
)
def test_tags_of_a_table_that_is_not_there_name_its_arn(
    account: Account, operation: str, more: dict[str, Any]
) -> None:
    arn = account.call("DescribeTable", TableName="things")["Table"]["TableArn"]
    account.call(operation, ResourceArn=arn, **more)
    with pytest.raises(DynamoDbError) as refused:
        account.call(operation, ResourceArn=f"{arn}s", **more)
    assert refused.value.code == "ResourceNotFoundException"
    assert refused.value.message == f"Requested resource not found: ResourceArn: {arn}s not found"
