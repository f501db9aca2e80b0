"""Policies, concurrency, tags, settings, versions and aliases of functions that run.

Source: AWS Lambda API reference, the pages of the operations; the errors' wording is that of AWS, as LocalStack 4.14.0, whose
behaviour is validated against AWS, has it in services/lambda_/provider.py.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from lambda_runtime.function import FunctionDefinition
from lambda_runtime.functions import LambdaFunctions
from support.stand_in import REGION, Aws

CODE = """
import os
def show(event, context):
    return os.environ.get("COLOUR")
def shout(event, context):
    return os.environ.get("COLOUR", "").upper()
"""


@pytest.fixture
def functions(server: Any, aws: Aws, tmp_path: Path) -> Iterator[LambdaFunctions]:
    (tmp_path / "app.py").write_text(CODE)
    published = FunctionDefinition(
        "paint", "python3.11", "app.show", tmp_path, environment={"COLOUR": "red"}, timeout_seconds=20,
        qualifiers=frozenset({"1", "live"}), aliases={"live": "1"},
    )  # fmt: skip
    plain = FunctionDefinition("plain", "python3.11", "app.show", tmp_path, timeout_seconds=20)
    with LambdaFunctions([published, plain], region=REGION, account_id=aws.account_id) as running:
        server.stand_in.register_functions(running, account_id=aws.account_id, region=REGION)
        yield running


@pytest.fixture
def client(aws: Aws, functions: LambdaFunctions) -> Any:
    assert functions.definitions
    return aws.client("lambda")


def invoked(client: Any, name: str) -> Any:
    return json.loads(client.invoke(FunctionName=name)["Payload"].read())


def refused(call: Any, **parameters: Any) -> tuple[int, str, str]:
    with pytest.raises(ClientError) as caught:
        call(**parameters)
    response: Any = caught.value.response
    return (
        response["ResponseMetadata"]["HTTPStatusCode"],
        response["Error"]["Code"],
        response["Error"]["Message"],
    )


def test_a_function_has_a_policy(client: Any, functions: LambdaFunctions) -> None:
    missing = 404, "ResourceNotFoundException", "The resource you requested does not exist."
    assert refused(client.get_policy, FunctionName="paint") == missing
    topic = f"arn:aws:sns:{REGION}:000000000000:news"
    given = {"StatementId": "news", "Action": "lambda:InvokeFunction", "Principal": "sns.amazonaws.com"}
    added = client.add_permission(
        FunctionName="paint", **given, SourceArn=topic, SourceAccount="000000000000"
    )
    statement = {
        "Sid": "news",
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "lambda:InvokeFunction",
        "Resource": functions.arn_of("paint"),
        "Condition": {
            "ArnLike": {"AWS:SourceArn": topic}, "StringEquals": {"AWS:SourceAccount": "000000000000"},
        },
    }  # fmt: skip
    assert (added["ResponseMetadata"]["HTTPStatusCode"], json.loads(added["Statement"])) == (201, statement)
    policy = json.loads(client.get_policy(FunctionName="paint")["Policy"])
    assert policy == {"Version": "2012-10-17", "Id": "default", "Statement": [statement]}
    assert refused(client.add_permission, FunctionName="paint", **given) == (
        409, "ResourceConflictException",
        "The statement id (news) provided already exists. Please provide a new statement id, or remove the existing statement.",
    )  # fmt: skip
    assert refused(client.get_policy, FunctionName="paint", Qualifier="live") == missing
    client.remove_permission(FunctionName="paint", StatementId="news")
    assert refused(client.get_policy, FunctionName="paint") == missing
    assert refused(client.remove_permission, FunctionName="paint", StatementId="news") == (
        404, "ResourceNotFoundException", "Statement news is not found in resource policy.",
    )  # fmt: skip


def test_an_account_and_an_alias_have_a_policy(client: Any, functions: LambdaFunctions) -> None:
    given = {"StatementId": "a", "Action": "lambda:InvokeFunction", "Principal": "111122223333"}
    client.add_permission(FunctionName="paint", Qualifier="live", **given)
    [statement] = json.loads(client.get_policy(FunctionName="paint:live")["Policy"])["Statement"]
    assert statement["Principal"] == {"AWS": "arn:aws:iam::111122223333:root"}
    assert statement["Resource"] == f"{functions.arn_of('paint')}:live"
    assert refused(client.add_permission, FunctionName="none", **given)[:2] == (
        404,
        "ResourceNotFoundException",
    )


def test_concurrency_is_reserved_and_released(client: Any) -> None:
    client.put_function_concurrency(FunctionName="paint", ReservedConcurrentExecutions=0)
    assert client.get_function_concurrency(FunctionName="paint")["ReservedConcurrentExecutions"] == 0
    assert refused(client.invoke, FunctionName="paint")[:2] == (429, "TooManyRequestsException")
    client.delete_function_concurrency(FunctionName="paint")
    assert invoked(client, "paint") == "red"
    assert "ReservedConcurrentExecutions" not in client.get_function_concurrency(FunctionName="paint")


def test_a_hundred_invocations_stay_unreserved(client: Any) -> None:
    client.put_function_concurrency(FunctionName="plain", ReservedConcurrentExecutions=500)
    message = (
        "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
        "below its minimum value of [100]."
    )
    most = {"FunctionName": "paint", "ReservedConcurrentExecutions": 401}
    assert refused(client.put_function_concurrency, **most) == (
        400,
        "InvalidParameterValueException",
        message,
    )
    client.put_function_concurrency(FunctionName="paint", ReservedConcurrentExecutions=400)


def test_the_next_invocation_has_other_settings(client: Any, functions: LambdaFunctions) -> None:
    assert invoked(client, "paint") == "red"
    before = client.get_function_configuration(FunctionName="paint")
    changed = client.update_function_configuration(
        FunctionName="paint", Environment={"Variables": {"COLOUR": "blue"}}, Handler="app.shout", Timeout=9,
        MemorySize=256, RevisionId=before["RevisionId"],
    )  # fmt: skip
    assert invoked(client, "paint") == "BLUE"
    shown = client.get_function_configuration(FunctionName="paint")
    assert (shown["Timeout"], shown["MemorySize"], shown["Environment"]) == (
        9,
        256,
        {"Variables": {"COLOUR": "blue"}},
    )
    assert shown["RevisionId"] == changed["RevisionId"] != before["RevisionId"]
    stale = {"FunctionName": "paint", "Timeout": 5, "RevisionId": before["RevisionId"]}
    assert refused(client.update_function_configuration, **stale)[:2] == (412, "PreconditionFailedException")
    assert functions.definitions["paint"].timeout_seconds == 9


def test_what_lambda_sets_itself_is_not_set(client: Any) -> None:
    reserved = {"FunctionName": "paint", "Environment": {"Variables": {"AWS_REGION": "x"}}}
    status, code, message = refused(client.update_function_configuration, **reserved)
    assert (status, code) == (400, "InvalidParameterValueException")
    assert message.endswith("Reserved keys used in this request: AWS_REGION")
    assert invoked(client, "paint") == "red"


@pytest.mark.parametrize(
    ("operation", "parameters", "named"),
    [
        ("update_function_configuration", {"Layers": []}, "Layers of UpdateFunctionConfiguration"),
        ("update_function_code", {"ZipFile": b"x"}, "lambda.UpdateFunctionCode for functions that run"),
        (
            "create_alias",
            {
                "Name": "half",
                "FunctionVersion": "1",
                "RoutingConfig": {"AdditionalVersionWeights": {"2": 0.5}},
            },
            "weights of an alias",
        ),
    ],
)
def test_what_is_not_imitated_says_so(
    client: Any, operation: str, parameters: dict[str, Any], named: str
) -> None:
    status, code, message = refused(getattr(client, operation), FunctionName="paint", **parameters)
    assert (status, code, named in message) == (501, "NotImplemented", True)


def test_a_function_has_tags(client: Any, functions: LambdaFunctions) -> None:
    arn = functions.arn_of("paint")
    assert client.list_tags(Resource=arn)["Tags"] == {}
    client.tag_resource(Resource=arn, Tags={"team": "a", "cost": "b"})
    client.untag_resource(Resource=arn, TagKeys=["cost", "none"])
    assert (
        client.list_tags(Resource=arn)["Tags"]
        == client.get_function(FunctionName="paint")["Tags"]
        == {"team": "a"}
    )
    assert refused(client.list_tags, Resource=functions.arn_of("none"))[:2] == (
        404,
        "ResourceNotFoundException",
    )
    assert refused(client.list_tags, Resource=f"{arn}:live")[:2] == (400, "InvalidParameterValueException")


def test_versions_are_published_after_changes(client: Any, functions: LambdaFunctions) -> None:
    assert client.publish_version(FunctionName="plain")["Version"] == "1"
    assert client.publish_version(FunctionName="plain")["Version"] == "1"
    client.update_function_configuration(FunctionName="plain", Timeout=9)
    published = client.publish_version(FunctionName="plain")
    assert (published["Version"], published["FunctionArn"]) == ("2", f"{functions.arn_of('plain')}:2")
    versions = client.list_versions_by_function(FunctionName="plain")["Versions"]
    assert [one["Version"] for one in versions] == ["$LATEST", "1", "2"]
    assert client.invoke(FunctionName="plain", Qualifier="2")["StatusCode"] == 200


def test_aliases_name_versions(client: Any, functions: LambdaFunctions) -> None:
    assert client.get_alias(FunctionName="paint", Name="live")["FunctionVersion"] == "1"
    made = client.create_alias(FunctionName="paint", Name="next", FunctionVersion="$LATEST", Description="d")
    assert (made["AliasArn"], made["Description"]) == (f"{functions.arn_of('paint')}:next", "d")
    assert json.loads(client.invoke(FunctionName="paint:next")["Payload"].read()) == "red"
    client.update_alias(FunctionName="paint", Name="next", FunctionVersion="1")
    listed = client.list_aliases(FunctionName="paint", FunctionVersion="1")["Aliases"]
    assert [one["Name"] for one in listed] == ["live", "next"]
    client.delete_alias(FunctionName="paint", Name="next")
    assert refused(client.invoke, FunctionName="paint:next")[:2] == (404, "ResourceNotFoundException")


def test_wrong_aliases_are_refused(client: Any, functions: LambdaFunctions) -> None:
    arn = functions.arn_of("paint")
    live = {"FunctionName": "paint", "Name": "live", "FunctionVersion": "1"}
    assert refused(client.create_alias, **live) == (
        409, "ResourceConflictException", f"Alias already exists: {arn}:live",
    )  # fmt: skip
    assert refused(client.create_alias, **{**live, "Name": "new", "FunctionVersion": "9"}) == (
        404, "ResourceNotFoundException", f"Function not found: {arn}:9",
    )  # fmt: skip
    assert refused(client.get_alias, FunctionName="paint", Name="none") == (
        404, "ResourceNotFoundException", f"Cannot find alias arn: {arn}:none",
    )  # fmt: skip
