"""The control API: what it returns, and one clear line for what it refuses."""

import threading
from typing import Any

import pytest
import requests

from aws_stand_in import MockAwsServer


class Control:
    def __init__(self, url: str, account_id: str) -> None:
        self.url = f"{url}/_mockaws/"
        self.account_id = account_id

    def __call__(self, method: str, path: str, **more: Any) -> requests.Response:
        return requests.request(method, self.url + path, timeout=5, **more)

    def refusal(self, method: str, path: str, **more: Any) -> tuple[int, str]:
        answer = self(method, path, **more)
        assert answer.headers["Content-Type"] == "application/json"
        return answer.status_code, answer.json()["error"]


@pytest.fixture
def control(server: MockAwsServer, aws: Any) -> Control:
    return Control(server.url, aws.account_id)


def test_health_reports_healthy(control: Control) -> None:
    health = control("GET", "health").json()
    assert health["status"] == "healthy"
    assert health["uptime_seconds"] > 0


def test_reset_of_one_account_forgets_its_resources_scripts_and_calls(control: Control, aws: Any) -> None:
    account = {"account_id": aws.account_id}
    aws.client("sqs").create_queue(QueueName="q")
    control("PUT", "scripts/answers", params=account, json={"answer": "hello"})
    assert control("POST", "reset", params=account).status_code == 204
    assert control("GET", "calls", params=account).json()["calls"] == []
    assert control("GET", "scripts/answers", params=account).json()["scripts"] == []
    assert "QueueUrls" not in aws.client("sqs").list_queues()


def test_calls_are_listed_after_a_number_and_by_trace(control: Control, aws: Any) -> None:
    sqs, account = aws.own_client("sqs"), {"account_id": aws.account_id}
    sqs.list_queues()
    sqs.meta.events.register(
        "before-send",
        lambda request, **_: request.headers.__setitem__("X-Amzn-Trace-Id", "Root=1-abc;Sampled=1"),
    )
    sqs.list_queues()
    first, second = control("GET", "calls", params=account).json()["calls"]
    assert control("GET", "calls", params={**account, "after": first["number"]}).json()["calls"] == [second]
    assert control("GET", "calls", params={**account, "trace_id": "1-abc"}).json()["calls"] == [second]
    assert set(first) == {
        "number", "started_at", "duration_ms", "service", "operation", "region", "account_id", "invocation_id",
        "attempt", "trace_id", "status", "error_code", "fault_rule",
    }  # fmt: skip


def test_reset_forgets_an_account_of_which_moto_keeps_queues(server: MockAwsServer, account_id: str) -> None:
    from moto.sqs.models import sqs_backends

    assert sqs_backends[account_id] in sqs_backends.values()
    server.reset(account_id)
    assert account_id not in list(sqs_backends)


def test_messages_are_listed_without_receiving_them(control: Control, aws: Any) -> None:
    sqs, account = aws.client("sqs"), {"account_id": aws.account_id}
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    sqs.send_message(
        QueueUrl=url, MessageBody="m", MessageAttributes={"a": {"DataType": "String", "StringValue": "b"}}
    )
    for queue in ("q", url):
        (message,) = control("GET", "messages", params={**account, "queue": queue}).json()["messages"]
        assert (message["body"], message["attributes"], message["receive_count"]) == ("m", {"a": "b"}, 0)
        assert message["in_flight"] is False
    for since, found in ((message["sent_at"], 1), (message["sent_at"] + 0.001, 0)):
        since_then = control("GET", "messages", params={**account, "queue": "q", "since": since}).json()
        assert len(since_then["messages"]) == found
    assert len(sqs.receive_message(QueueUrl=url)["Messages"]) == 1
    (message,) = control("GET", "messages", params={**account, "queue": "q"}).json()["messages"]
    assert (message["receive_count"], message["in_flight"]) == (1, True)


def test_publications_are_listed_by_topic(control: Control, aws: Any) -> None:
    sns, account = aws.client("sns"), {"account_id": aws.account_id}
    topic, other = (sns.create_topic(Name=name)["TopicArn"] for name in ("topic", "other"))
    sns.publish(TopicArn=topic, Message="one", Subject="greeting")
    sns.publish_batch(
        TopicArn=topic,
        PublishBatchRequestEntries=[
            {"Id": "2", "Message": "two"},
            {
                "Id": "3",
                "Message": "three",
                "MessageAttributes": {"severity": {"DataType": "String", "StringValue": "high"}},
            },
        ],
    )
    sns.publish(TopicArn=other, Message="elsewhere")
    published = control("GET", "publications", params={**account, "topic": "topic"}).json()["publications"]
    assert [(one["message"], one["subject"]) for one in published] == [
        ("one", "greeting"),
        ("two", ""),
        ("three", ""),
    ]
    assert published[2]["attributes"] == {"severity": "high"}
    assert (
        control("GET", "publications", params={**account, "topic": topic}).json()["publications"] == published
    )
    since_the_second = {**account, "topic": topic, "since": published[1]["published_at"]}
    assert control("GET", "publications", params=since_the_second).json()["publications"] == published[1:]


@pytest.mark.parametrize(
    ("resource", "params"), [("publications", {"topic": "topic"}), ("messages", {"queue": "queue"})]
)
def test_topics_and_queues_are_looked_at_between_requests(
    control: Control, aws: Any, server: MockAwsServer, resource: str, params: dict[str, str]
) -> None:
    aws.client("sns").create_topic(Name="topic")
    aws.client("sqs").create_queue(QueueName="queue")
    answers: list[int] = []

    def look() -> None:
        account = {"account_id": aws.account_id}
        answers.append(control("GET", resource, params={**account, **params}).status_code)

    looking = threading.Thread(target=look)
    with server.stand_in.locks.hold(aws.account_id):
        looking.start()
        looking.join(0.3)
        assert answers == []
    looking.join(30)
    assert answers == [200]


@pytest.mark.parametrize(
    ("request_line", "more", "status", "error"),
    [
        ("GET nothing", {}, 404, "There is no resource 'nothing'. The resources are: health, reset, calls"),
        ("GET reset", {}, 405, "reset takes POST."),
        ("POST scripts/answers", {}, 405, "scripts/answers takes DELETE, GET, PUT."),
        ("GET calls", {"params": {"after": "\u00b2"}}, 400, "after must be a whole number, got '\u00b2'."),
        ("GET calls", {"params": {"account_id": "\u0661" * 12}}, 400, "account_id must be 12 digits"),
        (
            "GET calls",
            {"params": {"after": "yesterday"}},
            400,
            "after must be a whole number, got 'yesterday'.",
        ),
        ("POST reset", {"params": {"account_id": "42"}}, 400, "account_id must be 12 digits, got '42'."),
        ("POST keys/nothere", {}, 404, "There is no user pool 'nothere'."),
        ("GET messages", {}, 400, "The query parameter queue is missing."),
        ("GET messages", {"params": {"queue": "q"}}, 404, "There is no queue 'q' in this account."),
        ("GET publications", {"params": {"topic": "t"}}, 404, "There is no topic 't' in this account."),
        (
            "GET scripts/jokes",
            {},
            400,
            "There are no scripts of kind 'jokes'. The kinds are: answers, transcripts.",
        ),
        ("PUT scripts/answers", {"data": "{"}, 400, "The body is not valid JSON"),
        ("PUT scripts/answers", {"json": "hello"}, 400, 'A script must be a JSON object, got "hello".'),
        (
            "PUT scripts/answers",
            {"json": {"text": "x"}},
            400,
            "A script has no field 'text'. Its fields are: answer",
        ),
        (
            "PUT scripts/answers",
            {"json": {}},
            400,
            "A script needs the field 'answer'. Its fields are: answer, pattern",
        ),
        ("PUT scripts/answers", {"json": {"answer": 1}}, 400, "answer must be str, got 1."),
        (
            "PUT scripts/answers",
            {"json": {"answer": "x", "times": True}},
            400,
            "times must be int or null, got true.",
        ),
        (
            "PUT scripts/answers",
            {"json": {"answer": "x", "times": 0}},
            400,
            "times must be 1 or more, got 0",
        ),
        (
            "PUT scripts/answers",
            {"json": {"answer": "x", "pattern": "("}},
            400,
            "'(' is not a regular expression",
        ),
        ("PUT scripts/transcripts", {"json": {"transcript": "x"}}, 400, "give either sha256 or media"),
        (
            "PUT scripts/transcripts",
            {"json": {"sha256": "AB"}},
            400,
            "sha256 must be 64 hexadecimal digits",
        ),
        (
            "PUT scripts/transcripts",
            {"json": {"media": "*", "confidence": 2}},
            400,
            "confidence must be between 0 and 1, got 2",
        ),
    ],
)
def test_wrong_request_is_refused_in_one_line(
    control: Control, request_line: str, more: dict[str, Any], status: int, error: str
) -> None:
    assert control("GET", "health").status_code == 200
    refused, line = control.refusal(*request_line.split(), **more)
    assert refused == status
    assert error.lower() in line.lower()
    assert "\n" not in line


def test_refused_list_of_scripts_adds_none(control: Control, aws: Any) -> None:
    account = {"account_id": aws.account_id}
    scripts = [{"answer": "good"}, {"answer": 1}]
    assert control("PUT", "scripts/answers", params=account, json=scripts).status_code == 400
    assert control("GET", "scripts/answers", params=account).json()["scripts"] == []
