"""DynamoDB answers as AWS documents it; `behaviours/dynamodb_cases.py` has the cases."""

from typing import Any

import pytest
from behaviours import Case
from behaviours.dynamodb_cases import CASES, key, number, string
from botocore import xform_name
from botocore.exceptions import ClientError

from dynamodb_engine.engine import TABLE_OPERATIONS
from support.aws_requests import service_model

ITEMS = [
    {**key("1"), "n": number(10), "t": string("x"), "m": {"M": {"k": number(1), "l": {"L": [number(1), number(2), number(3)]}}},
     "ss": {"SS": ["a", "b"]}, "word": string("hello")},
    {**key("2"), "n": number(20), "t": string("y"), "b": {"B": b"\x01\x02"}, "yes": {"BOOL": True}, "nothing": {"NULL": True}},
    {**key("3"), "n": number(30), "t": string("z")},
    key("1", "b"),
]  # fmt: skip


@pytest.fixture
def things(aws: Any) -> Any:
    dynamodb = aws.client("dynamodb", parameter_validation=False)
    attributes = {"p": "S", "s": "S", "n": "N", "t": "S"}
    dynamodb.create_table(
        TableName="things",
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": kind} for name, kind in attributes.items()
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by-n",
                "KeySchema": [{"AttributeName": "n", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
        LocalSecondaryIndexes=[
            {
                "IndexName": "by-t",
                "KeySchema": [
                    {"AttributeName": "p", "KeyType": "HASH"},
                    {"AttributeName": "t", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
        BillingMode="PAY_PER_REQUEST",
    )
    dynamodb.batch_write_item(RequestItems={"things": [{"PutRequest": {"Item": item}} for item in ITEMS]})
    return dynamodb


def test_cases_have_names_of_their_own() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 150


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_dynamodb_answers_as_on_aws(things: Any, case: Case) -> None:
    call = getattr(things, case.operation)
    if isinstance(case.answer, tuple):
        with pytest.raises(ClientError) as refused:
            call(**case.parameters)
        error = refused.value.response["Error"]
        code, message = case.answer
        assert error["Code"] == code
        if message.startswith("…"):
            assert error["Message"].endswith(message[1:])
        else:
            assert error["Message"] == message
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
        return
    answer = call(**case.parameters)
    del answer["ResponseMetadata"]
    assert answer == case.answer


def test_operations_that_are_not_imitated_get_501(aws: Any) -> None:
    operations = (
        set(service_model("dynamodb").operation_names) - set(TABLE_OPERATIONS) - {"DescribeEndpoints"}
    )
    assert {"ImportTable", "ExportTableToPointInTime", "ListGlobalTables"} < operations
    dynamodb = aws.client("dynamodb", parameter_validation=False)
    for operation in operations:
        with pytest.raises(ClientError) as refused:
            getattr(dynamodb, xform_name(operation))()
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
        assert refused.value.response["Error"]["Message"].startswith("The AWS stand-in does not imitate ")


def test_a_member_that_is_not_imitated_gets_501_and_nothing_is_done(things: Any) -> None:
    change = {
        "ReplicaUpdates": [{"Create": {"RegionName": "eu-central-1"}}],
        "DeletionProtectionEnabled": True,
    }
    with pytest.raises(ClientError, match=r"does not imitate dynamodb\.UpdateTable with ReplicaUpdates"):
        things.update_table(TableName="things", **change)
    assert things.describe_table(TableName="things")["Table"]["DeletionProtectionEnabled"] is False
    del change["ReplicaUpdates"]
    things.update_table(TableName="things", **change)
    assert things.describe_table(TableName="things")["Table"]["DeletionProtectionEnabled"] is True
