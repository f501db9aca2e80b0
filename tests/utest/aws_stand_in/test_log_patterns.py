"""Patterns of words in CloudWatch Logs, in groups that no function writes to.

Source: "Filter pattern syntax" in the Amazon CloudWatch Logs User Guide.
"""

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from aws_stand_in.aws_request import AwsRequest
from aws_stand_in.aws_response import AwsResponse

MESSAGES = ["ERROR disk full", "WARN disk slow", "ERROR timeout", "[INFO] started"]


@pytest.fixture
def logs(aws: Any) -> Any:
    client = aws.client("logs")
    client.create_log_group(logGroupName="group")
    client.create_log_stream(logGroupName="group", logStreamName="stream")
    now = int(time.time() * 1000)
    events = [{"timestamp": now + number, "message": message} for number, message in enumerate(MESSAGES)]
    client.put_log_events(logGroupName="group", logStreamName="stream", logEvents=events)
    return client


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("", MESSAGES),
        ("ERROR", ["ERROR disk full", "ERROR timeout"]),
        ("ERROR disk", ["ERROR disk full"]),
        ("ERROR -disk", ["ERROR timeout"]),
        ("?WARN ?timeout", ["WARN disk slow", "ERROR timeout"]),
        ('"disk full"', ["ERROR disk full"]),
        ("error", []),
    ],
)
def test_a_pattern_of_words_is_matched(logs: Any, pattern: str, found: list[str]) -> None:
    events = logs.filter_log_events(logGroupName="group", filterPattern=pattern)["events"]
    assert [event["message"] for event in events] == found


def test_a_pattern_is_matched_in_an_answer_that_is_streamed(
    logs: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    pass_on = AwsRequest.pass_on

    def stream(request: AwsRequest) -> AwsResponse:
        response = pass_on(request)
        content = response.content()
        response.body = iter([content[:9], content[9:]])
        return response

    monkeypatch.setattr(AwsRequest, "pass_on", stream)
    events = logs.filter_log_events(logGroupName="group", filterPattern="timeout")["events"]
    assert [event["message"] for event in events] == ["ERROR timeout"]


@pytest.mark.parametrize(
    ("pattern", "code"), [("{ $.n > 3 }", "NotImplemented"), ('"ERROR', "InvalidParameterException")]
)
def test_other_patterns_are_refused(logs: Any, pattern: str, code: str) -> None:
    with pytest.raises(ClientError) as refused:
        logs.filter_log_events(logGroupName="group", filterPattern=pattern)
    assert refused.value.response["Error"]["Code"] == code
