"""The tables of operations: complete, true, and those of docs/mock-aws.md."""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from botocore.session import get_session

from aws_stand_in import operations
from aws_stand_in.command_line import main
from aws_stand_in.operations import Answered
from aws_stand_in.stand_in import AwsStandIn
from support.accounts import new_account_id
from support.aws_requests import AwsRequest, answer_of
from support.in_process_client import in_process_client
from support.model_fuzz import ModelFuzz
from support.service_resources import Known, cognito_identity, cognito_idp

ACCOUNT_ID, REGION = new_account_id(), "eu-west-1"
TOLD_BY_THEIR_HOST = [
    ("s3", "ListDirectoryBuckets"),
    *(("bedrock-agent-runtime", name) for name in ("ListTagsForResource", "TagResource", "UntagResource")),
]
"""What looks like an operation of another host, which the endpoint of the stand-in hides: ListBuckets, those of bedrock-agent."""
NEED_FUNCTIONS = [("lambda", "Invoke"), ("lambda", "CreateEventSourceMapping")]
"""What is 501 as long as no function runs."""
EVERY = 1 if os.environ.get("EVERY_OPERATION") else 9


@pytest.fixture(scope="module")
def stand_in() -> Iterator[AwsStandIn]:
    stand_in = AwsStandIn()
    stand_in.load()
    yield stand_in
    stand_in.close()


@pytest.fixture(scope="module")
def table(stand_in: AwsStandIn) -> dict[str, dict[str, Answered]]:
    return operations.operation_table(operations.all_handlers(stand_in.overlays))


def test_every_operation_of_the_models_is_there(table: dict[str, dict[str, Answered]]) -> None:
    assert {"s3", "sns", "sqs", "dynamodb", "cognito-idp", "lambda", "bedrock-runtime", "sts"} <= table.keys()
    session = get_session()
    assert {service: set(each) for service, each in table.items()} == {
        service: set(session.get_service_model(service).operation_names) for service in table
    }


def test_some_operations_are_where_they_are_known_to_be(table: dict[str, dict[str, Answered]]) -> None:
    assert table["dynamodb"]["PutItem"] is Answered.HERE
    assert table["dynamodb"]["ImportTable"] is Answered.NOT
    assert table["lambda"]["CreateEventSourceMapping"] is Answered.HERE
    assert table["lambda"]["PutProvisionedConcurrencyConfig"] is Answered.NOT
    assert table["ssm"]["GetParameter"] is Answered.BY_MOTO
    assert table["ssm"]["DescribeSessions"] is Answered.NOT


def a_sample(table: dict[str, dict[str, Answered]]) -> list[tuple[str, str, Answered]]:
    """Return some operations, first those that are 501: none of them removes what another one needs."""
    pairs = [(service, name, answered) for service, each in table.items() for name, answered in each.items()]
    others = [*TOLD_BY_THEIR_HOST, *NEED_FUNCTIONS]
    chosen = [each for each in pairs[::EVERY] if each[:2] not in others]
    return sorted(chosen, key=lambda each: each[2] is not Answered.NOT)


@pytest.fixture(scope="module")
def known(stand_in: AwsStandIn) -> Mapping[str, Known]:
    """What services look for before anything else, and names that moto takes, too."""

    def client(service: str) -> Any:
        return in_process_client(stand_in, service, ACCOUNT_ID, REGION)

    pools = {"cognito-idp": cognito_idp(client), "cognito-identity": cognito_identity(client)}
    existing = {service: {name: values[:1] for name, values in one.items()} for service, one in pools.items()}
    return {
        **existing,
        "lambda": {"StatementId": ["statement"], "InvokeArgs": ["{}"]},
        "sts": {"TaskPolicyArn": [{"arn": "arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials"}]},
    }


def test_what_is_501_is_answered_so_and_nothing_else_is(
    stand_in: AwsStandIn, table: dict[str, dict[str, Answered]], known: Mapping[str, Known]
) -> None:
    wrong = []
    for service, name, answered in a_sample(table):
        right = ModelFuzz(service, seed="1", known=known.get(service)).right_parameters(name)
        answer = answer_of(stand_in, AwsRequest(service, name, right).environ(ACCOUNT_ID, REGION))
        says_not = f"does not imitate {service}.{name}.".encode() in answer.body
        if says_not != (answered is Answered.NOT):
            wrong.append((service, name, answered, answer.status, answer.body[:200]))
    assert wrong == []


def test_the_page_has_the_tables_of_today(stand_in: AwsStandIn) -> None:
    page = operations.PAGE.read_text(encoding="utf-8")
    assert page == operations.with_tables(page, stand_in.overlays), (
        "docs/mock-aws.md is not what the code says: run `python -m aws_stand_in.operations`"
    )


def test_limits_are_those_of_the_overlays(stand_in: AwsStandIn) -> None:
    assert operations.limits("dynamodb", stand_in.overlays).startswith("Not imitated: AWS deletes expired")
    assert operations.limits("ssm", stand_in.overlays) == ""


def test_the_program_prints_each_operation(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--imitates"]) == 0
    said = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    assert ["dynamodb.PutItem", "imitated here"] in said
    assert ["ssm.GetParameter", "passed on to moto"] in said
    assert ["dynamodb.ImportTable", "501"] in said
