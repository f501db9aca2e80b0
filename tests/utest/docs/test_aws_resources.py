"""What the document says of names and keys in AWS is what the suites and `python -m manuel_stack` go by."""

import re
from pathlib import Path

import boto3

from aws_stand_in import MockAwsServer
from manuel_stack.resource_names import CONTRACT_NAMES
from manuel_stack.resources import create_manuel_resources
from MockAWS.keywords.metrics import DEFAULT_NAMESPACE
from support.accounts import new_account_id

ACCOUNT = new_account_id()
TEXT = (Path(__file__).parents[3] / "docs" / "aws-resources.md").read_text(encoding="utf-8")


def test_names_are_those_that_tests_look_for() -> None:
    listed = dict(re.findall(r"^\| `(\w+)` \| `([^`]+)` \|$", TEXT, re.MULTILINE))
    assert listed == {kind: name.replace("{", "<").replace("}", ">") for kind, name in CONTRACT_NAMES.items()}
    assert f"`{DEFAULT_NAMESPACE}`" in TEXT


def test_keys_and_indexes_are_those_of_the_tables() -> None:
    rows = re.findall(r"^\| ([a-z ]+) \| ((?:`\w+`(?:, )?)+) \| (none|`\w+Index`.*) \|$", TEXT, re.MULTILINE)
    with MockAwsServer() as aws:
        session = boto3.Session(ACCOUNT, "any", region_name="eu-west-1")
        names = vars(create_manuel_resources(session, aws.url, "dev", ACCOUNT))
        dynamodb = session.client("dynamodb", endpoint_url=aws.url)
        described = {
            kind.removesuffix("_table").replace("_", " "): dynamodb.describe_table(TableName=name)["Table"]
            for kind, name in names.items()
            if kind.endswith("_table")
        }
    assert {table: (key, indexes) for table, key, indexes in rows} == {
        table: (
            _key(facts["KeySchema"]),
            "; ".join(
                sorted(
                    f"`{index['IndexName']}`: {_key(index['KeySchema'])}"
                    for index in facts.get("GlobalSecondaryIndexes", [])
                )
            )
            or "none",
        )
        for table, facts in described.items()
    }


def _key(schema: list[dict[str, str]]) -> str:
    return ", ".join(f"`{part['AttributeName']}`" for part in schema)
