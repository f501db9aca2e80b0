"""Schedules of a template's rules, which its application runs."""

from collections.abc import Callable
from pathlib import Path

import boto3
import pytest

from aws_stand_in import MockAwsServer
from serverless_application.account import Account
from serverless_application.preparation import TemplateSource
from serverless_application.running_application import RunningApplication, Surroundings
from support.stand_in import Clock

REGION = "eu-west-1"
TEMPLATE = """
Resources:
  Often: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 minute)}}
  Paid: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [orders]}}}
"""


def test_the_stand_in_leaves_schedules_to_the_application(
    aws: MockAwsServer,
    clock: Clock,
    new_account: Callable[[], str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left: list[str] = []
    monkeypatch.setattr(aws.stand_in, "leave_schedules", left.extend)
    (tmp_path / "template.yaml").write_text(TEMPLATE)
    account_id = new_account()
    application, identity = TemplateSource(tmp_path / "template.yaml").read(account_id, REGION)
    session = boto3.Session(account_id, "any", region_name=REGION)
    surroundings = Surroundings(
        stand_in=aws.stand_in,
        account=Account(session, aws.url, identity),
        variables={},
        wrap_api=lambda api, _base_path: api,
        clock=clock,
    )
    running = RunningApplication(application, surroundings)
    running.start()
    running.stop()
    assert left == [running.created["Often"].attributes["Arn"]]
