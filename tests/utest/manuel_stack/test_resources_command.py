"""`python -m manuel_stack` creates Manuel's resources and prints what a backend and its tests need to know."""

import sys

import boto3
import pytest

from aws_stand_in import MockAwsServer
from aws_stand_in.exports import variables
from manuel_stack.__main__ import main
from support.accounts import new_account_id


def exported(text: str) -> dict[str, str]:
    return dict(line.removeprefix("export ").split("=", 1) for line in text.splitlines())


def test_backend_and_tests_find_the_resources(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["manuel_stack", "dev"])
    with MockAwsServer() as aws:
        for name, value in variables(aws.url, new_account_id(), "eu-west-1").items():
            monkeypatch.setenv(name, value)
        assert main() == 0
        names = exported(capsys.readouterr().out)
        pool = boto3.client("cognito-idp").describe_user_pool(UserPoolId=names["USER_POOL_ID"])["UserPool"]
        assert boto3.client("dynamodb").describe_table(TableName=names["USAGE_TABLE"])

    assert pool["Id"] == names["MANUEL_USER_POOL_ID"]
    assert names["MANUEL_USER_POOL_CLIENT_ID"] == names["USER_POOL_CLIENT_ID"]


def test_another_host_than_this_machine_is_refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["manuel_stack", "dev"])
    monkeypatch.setenv("AWS_ENDPOINT_URL", "https://sqs.eu-west-1.amazonaws.com")
    assert main() == 2
    assert capsys.readouterr().err.startswith("usage: python -m manuel_stack STAGE")


@pytest.mark.parametrize(
    ("changes", "stage", "said"),
    [
        ({"AWS_ACCESS_KEY_ID": ""}, "dev", "usage: python -m manuel_stack STAGE"),
        ({"AWS_ENDPOINT_URL": "http://[::1"}, "dev", "usage: python -m manuel_stack STAGE"),
        ({}, "Dev 1", "a stage has only a-z, 0-9 and -, since buckets are named after it: 'Dev 1'"),
    ],
)
def test_what_cannot_be_right_is_refused_in_one_line(
    changes: dict[str, str],
    stage: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(sys, "argv", ["manuel_stack", stage])
    for name, value in {**variables("http://127.0.0.1:1", "000000000077", "eu-west-1"), **changes}.items():
        monkeypatch.setenv(name, value)
    assert main() == 2
    error = capsys.readouterr().err
    assert error.startswith(said)
    assert error.count("\n") == 1


def test_what_aws_refuses_is_said_in_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["manuel_stack", "dev"])
    with MockAwsServer() as aws:
        for name, value in variables(aws.url, new_account_id(), "eu-west-1").items():
            monkeypatch.setenv(name, value)
        assert [main(), main()] == [0, 1]
    assert main() == 1
    exists, unreachable = capsys.readouterr().err.splitlines()
    assert exists.startswith(f"not everything could be created at {aws.url}: An error occurred (")
    assert exists.endswith(
        "POST /_mockaws/reset removes what is there, AWS_ACCESS_KEY_ID chooses another account"
    )
    assert "Could not connect to the endpoint URL" in unreachable
