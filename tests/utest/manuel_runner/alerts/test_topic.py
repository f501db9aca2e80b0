"""SNS topics, against MockAWS, with a queue that is subscribed."""

import json
from typing import Any

import pytest

from manuel_runner.alerts.alert import Alert
from manuel_runner.alerts.delivery import deliver
from ManuelEnvironment.settings import Settings, validate


@pytest.fixture
def topic(aws: Any) -> str:
    return str(aws.client("sns").create_topic(Name="manuel-alerts")["TopicArn"])


@pytest.fixture
def queue(aws: Any, topic: str) -> str:
    """A queue that is told about runs that fail."""
    sqs = aws.client("sqs")
    url = str(sqs.create_queue(QueueName="on-call")["QueueUrl"])
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = {"FilterPolicy": json.dumps({"event": ["failed"]})}
    aws.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes=policy)
    return url


def settings(aws: Any, topic: str) -> Settings:
    values = {
        "environment": "staging",
        "api_base_url": "https://api.example.com",
        "region": "us-east-1",
        "aws_endpoint_url": aws.endpoint_url,
        "aws_account_id": aws.account_id,
    }
    return validate({**values, "alerts": [{"to": "sns", "topic_arn": topic}]}, source="mine.yaml")


def received(aws: Any, queue: str) -> list[dict[str, Any]]:
    answer = aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_subscribers_get_the_alert_and_can_filter_by_event(
    aws: Any, topic: str, queue: str, alert: Alert
) -> None:
    other = Alert.about("recovered", "staging", "recovered")
    assert deliver([alert, other], settings(aws, topic))
    (message,) = received(aws, queue)
    assert message["Subject"] == alert.title
    assert message["Message"] == f"{alert.title}\n{alert.text}"
    assert {name: value["Value"] for name, value in message["MessageAttributes"].items()} == {
        "event": "failed",
        "environment": "staging",
    }


def test_a_long_title_becomes_a_subject_that_sns_takes(aws: Any, topic: str, queue: str) -> None:
    long = Alert.about("failed", "staging", "é" * 200)
    assert deliver([long], settings(aws, topic))
    (message,) = received(aws, queue)
    assert message["Subject"] == f"Manuel on staging: {'?' * 77}..."
    assert "é" * 200 in message["Message"]


def test_a_topic_that_does_not_exist_is_a_line(
    aws: Any, topic: str, alert: Alert, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not deliver([alert], settings(aws, f"{topic}-of-others"))
    assert capsys.readouterr().err == "manuel-tests: no alert reached sns: SNS refused it: NotFound\n"


def test_an_endpoint_that_does_not_answer_is_a_line(
    aws: Any, topic: str, alert: Alert, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = settings(aws, topic).model_copy(update={"aws_endpoint_url": "http://127.0.0.1:1"})
    assert not deliver([alert], elsewhere)
    assert capsys.readouterr().err == (
        "manuel-tests: no alert reached sns: SNS could not be used (EndpointConnectionError)\n"
    )
