"""Schedules of a template's rules, which its application runs by its own clock, while AWS keeps its time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from aws_stand_in import MockAwsServer
from serverless_application.running_application import RunningApplication
from support.waiting import wait_until

StartTemplate = Callable[..., RunningApplication]
SCHEDULES = """
Resources:
  Often: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 minute)}}
  Paid: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [orders]}}}
"""
STREAM = """
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      TableName: orders
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{AttributeName: id, AttributeType: S}]
      KeySchema: [{AttributeName: id, KeyType: HASH}]
      StreamSpecification: {StreamViewType: KEYS_ONLY}
  Work:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: work, Runtime: python3.12, Handler: app.handler, Code: code, Role: any}
  Mapping:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref Work
      EventSourceArn: !GetAtt Orders.StreamArn
      StartingPosition: LATEST
      MaximumRecordAgeInSeconds: 3600
"""


def test_the_stand_in_leaves_schedules_to_the_application(
    aws: MockAwsServer, start_template: StartTemplate, monkeypatch: pytest.MonkeyPatch
) -> None:
    left: list[str] = []
    monkeypatch.setattr(aws.stand_in, "stop_schedules", left.extend)

    running = start_template(SCHEDULES)

    assert left == [running.created["Often"].attributes["Arn"]]


def test_records_of_a_stream_age_by_the_clock_of_aws(start_template: StartTemplate, tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "app.py").write_text("def handler(event, _context): print(event)")
    running = start_template(STREAM, ahead=86_400)

    running.client("dynamodb").put_item(TableName="orders", Item={"id": {"S": "new order"}})

    wait_until(lambda: "new order" in running.functions.log("work"))
