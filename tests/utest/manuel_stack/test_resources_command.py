"""`python -m manuel_stack` creates Manuel's resources and prints what a backend and its tests need to know."""

import sys

import boto3
import pytest

from aws_stand_in import MockAwsServer
from aws_stand_in.exports import variables
from manuel_stack.__main__ import main

ACCOUNT = "000000000077"


def exported(text: str) -> dict[str, str]:
    return dict(line.removeprefix("export ").split("=", 1) for line in text.splitlines())


def test_backend_and_tests_find_the_resources(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["manuel_stack", "dev"])
    with MockAwsServer() as aws:
        for name, value in variables(aws.url, ACCOUNT, "eu-west-1").items():
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
