"""Patterns of words, of JSON and of fields in CloudWatch Logs, in groups that no function writes to.

Source: "Filter pattern syntax" in the Amazon CloudWatch Logs User Guide.
"""

import json
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


JSON_EVENT = {
    "level": "ERROR",
    "status": 503,
    "rate": 1.5,
    "source": "10.1.2.3",
    "is_last": False,
    "user": None,
    "cluster.name": "blue",
    "items": [{"id": 7, "tags": ["a", "b"]}, {"id": 8, "tags": []}],
    "*": "star",
    "a]": "bracket",
    "request": {"method": "GET", "text": 'said "no"', "size": -200},
}


@pytest.fixture
def json_logs(aws: Any) -> Any:
    client = aws.client("logs")
    client.create_log_group(logGroupName="group")
    client.create_log_stream(logGroupName="group", logStreamName="stream")
    now = int(time.time() * 1000)
    messages = [json.dumps(JSON_EVENT), "level = ERROR", "[1]"]
    events = [{"timestamp": now + number, "message": message} for number, message in enumerate(messages)]
    client.put_log_events(logGroupName="group", logStreamName="stream", logEvents=events)
    return client


@pytest.mark.parametrize(
    ("matching", "other"),
    [
        ('{ $.level = "ERROR" }', '{ $.level = "error" }'),
        ("{ $.level = ERROR }", "{ $.level = ERR }"),
        ("{$.level=ERR*}", "{$.level=*ERR}"),
        ("{ $.level != INFO }", "{ $.level != ERROR }"),
        ("{ $.status = 503 }", "{ $.status = 50 }"),
        ("{ $.status = 5.03e2 }", '{ $.status = "503" }'),
        ("{ $.status >= 503 }", "{ $.status > 503 }"),
        ("{ $.request.size < -199 }", "{ $.request.size <= -201 }"),
        ("{ $.source = 10.1.* }", "{ $.source != 10.1.* }"),
        ("{ $.source = %^10\\.1\\.[0-9]+% }", "{ $.source = %^1\\.1% }"),
        ("{ $.is_last IS FALSE }", "{ $.is_last IS TRUE }"),
        ("{ $.user IS NULL }", "{ $.nobody IS NULL }"),
        ("{ $.nobody NOT EXISTS }", "{ $.user NOT EXISTS }"),
        ("{ $.items[1].id = 8 }", "{ $.items[2].id = 8 }"),
        ("{ $.items[*].id = 8 }", "{ $.items[*].id = 9 }"),
        ("{ $.items[0].tags[1] = b }", "{ $.items[0].tags[1] = a }"),
        ("{ $.['cluster.name'] = blue }", "{ $.cluster.name = blue }"),
        ("{ $.request.* = GET }", "{ $.request.* = PUT }"),
        ('{ $.request.text = "said \\"no\\"" }', '{ $.request.text = "said no" }'),
        ("{ $.status > 500 && $.level = ERROR }", "{ $.status > 500 && $.level = INFO }"),
        ("{ $.status < 500 || $.level = ERROR }", "{ $.status < 500 || $.level = INFO }"),
        (
            "{ $.level = ERROR || $.status = 1 && $.status = 2 }",
            "{ ($.level = ERROR || $.status = 1) && $.status = 2 }",
        ),
        ("{ $.rate > 1 }", "{ $.nobody != 1 }"),
        ("{ $.['*'] = star }", "{ $.['*'] = ERROR }"),
        ("  { $.['a]'] = bracket }", "{ $.['a'] = bracket }"),
        ("{ $.level = ERROR && $.['a]'] = br[a]cket || $.level = ERROR }", "{ $.level = ?RROR }"),
    ],
)
def test_conditions_on_json_are_matched(json_logs: Any, matching: str, other: str) -> None:
    found, missed = (
        json_logs.filter_log_events(logGroupName="group", filterPattern=pattern)["events"]
        for pattern in (matching, other)
    )
    assert [json.loads(event["message"]) for event in found] == [JSON_EVENT]
    assert missed == []


LINE = '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /index.html HTTP/1.0" 404 1534'


@pytest.mark.parametrize(
    ("matching", "other"),
    [
        ("[ip, id, user, time, request, status, bytes]", "[ip, id, user, time, request, status]"),
        ("[..., bytes]", "[ip, id, user, time, request, status, bytes, more, ...]"),
        ("[ip, ...]", "[ip=10.*, ...]"),
        ("[ip, user, ..., status=4*, bytes>1000]", "[ip, user, ..., status=5*, bytes>1000]"),
        ("[..., status, bytes > 1000]", "[..., status, bytes > 1534]"),
        ("[..., bytes >= 1.534e3]", "[..., bytes < 1534]"),
        ("[..., status = 404.0, bytes]", '[..., status = "404.0", bytes]'),
        ("[..., status != 200, bytes]", "[..., status != 404, bytes]"),
        ("[..., request = *.html*, status, bytes]", "[..., request = *.gif*, status, bytes]"),
        ('[..., request = "GET *", status, bytes]', '[..., request = "GET", status, bytes]'),
        ("[..., time = 10/Oct/*, request, status, bytes]", "[..., time = *], request, status, bytes]"),
        ("[ip, id, user = %^fr[a-z]+$%, ...]", "[ip, id, user = %^r%, ...]"),
        ("[..., status = 404 || status = 410, bytes]", "[..., status = 400 || status = 410, bytes]"),
        ("[..., status >= 400 && status < 500, bytes]", "[..., status >= 400 && status < 404, bytes]"),
        (
            "[..., s = 404 || s = 1 && s = 2, bytes]",
            "[..., s = 1 || s = 404 && s = 2, bytes]",
        ),
        ("[ip, id = -, ...]", "[ip > 1, ...]"),
        (" [ ip , ... , bytes ] ", "[bytes]"),
    ],
)
def test_fields_between_spaces_are_matched(aws: Any, matching: str, other: str) -> None:
    """Amazon CloudWatch Logs User Guide, "Using filter pattern syntax to match terms in space-delimited log events"."""
    logs = aws.client("logs")
    logs.create_log_group(logGroupName="group")
    logs.create_log_stream(logGroupName="group", logStreamName="stream")
    events = [{"timestamp": int(time.time() * 1000), "message": LINE}]
    logs.put_log_events(logGroupName="group", logStreamName="stream", logEvents=events)
    found, missed = (
        logs.filter_log_events(logGroupName="group", filterPattern=pattern)["events"]
        for pattern in (matching, other)
    )
    assert ([event["message"] for event in found], missed) == ([LINE], [])


@pytest.mark.parametrize(
    ("pattern", "code", "status"),
    [
        ("%ERR.*%", "NotImplemented", 501),
        *(
            (pattern, "InvalidParameterException", 400)
            for pattern in (
                "[",
                "[]",
                "[level, text",
                "[level, text] more",
                "[level,, text]",
                "[level = , text]",
                "[level > high]",
                '[level > "5"]',
                "[level = ERROR && text = x]",
                "[level = ERROR ||]",
                "[level = a b]",
                "[level & text]",
                "[a b]",
                "[= ERROR]",
                "[level = %(%]",
                "[..., text, ...]",
            )
        ),
        ('"ERROR', "InvalidParameterException", 400),
        *(
            (pattern, "InvalidParameterException", 400)
            for pattern in (
                "{",
                "{ }",
                "{ level = ERROR }",
                "{ $.status < nan }",
                "{ $.status > 5_0 }",
                "{ $.level }",
                "{ $.level = }",
                "{ $.level = ERROR",
                "{ $.level = ERROR } }",
                "{ $.level > ERROR }",
                "{ $.level IS NOTHING }",
                "{ $.level NOT FOUND }",
                "{ $.level = %(% }",
                "{ $.level & $.status }",
                "{ ($.level = ERROR }",
                "{" + "(" * 1000,
            )
        ),
    ],
)
def test_other_patterns_are_refused(logs: Any, pattern: str, code: str, status: int) -> None:
    with pytest.raises(ClientError) as refused:
        logs.filter_log_events(logGroupName="group", filterPattern=pattern)
    response = refused.value.response
    assert (response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)
