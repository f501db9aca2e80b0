"""SQS answers as AWS documents it: single requests by `behaviours/sqs_cases.py`, then what takes several."""

import hashlib
import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest
import requests
from behaviours import Case
from behaviours.comparing import MadeWhenNamed, require
from behaviours.sqs_cases import CASES
from botocore.exceptions import ClientError

from aws_stand_in.long_polling import NothingYet, may_send_messages


class Queue:
    """A queue of this test."""

    def __init__(self, sqs: Any, name: str, **attributes: str) -> None:
        self.sqs = sqs
        self.url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self.arn = self.attributes()["QueueArn"]

    def attributes(self) -> dict[str, str]:
        found: dict[str, str] = self.sqs.get_queue_attributes(QueueUrl=self.url, AttributeNames=["All"])[
            "Attributes"
        ]
        return found

    def counts(self) -> list[int]:
        """How many are visible, in flight and delayed."""
        names = ("Messages", "MessagesNotVisible", "MessagesDelayed")
        return [int(self.attributes()[f"ApproximateNumberOf{name}"]) for name in names]

    def send(self, *bodies: str, **more: Any) -> None:
        for body in bodies:
            self.sqs.send_message(QueueUrl=self.url, MessageBody=body, **more)

    def send_to(self, group: str, *bodies: str) -> None:
        for body in bodies:
            self.send(body, MessageGroupId=group, MessageDeduplicationId=f"{group}-{body}")

    def receive(self, most: int = 10, **more: Any) -> list[dict[str, Any]]:
        answer = self.sqs.receive_message(
            QueueUrl=self.url,
            MaxNumberOfMessages=most,
            MessageSystemAttributeNames=["All"],
            MessageAttributeNames=["All"],
            **more,
        )
        found: list[dict[str, Any]] = answer.get("Messages", [])
        return found

    def delete(self, *messages: dict[str, Any]) -> None:
        for message in messages:
            self.sqs.delete_message(QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"])

    def show(self, message: dict[str, Any], seconds: int) -> None:
        """Change when a message is visible again."""
        self.sqs.change_message_visibility(
            QueueUrl=self.url, ReceiptHandle=message["ReceiptHandle"], VisibilityTimeout=seconds
        )


def bodies(messages: Sequence[dict[str, Any]]) -> list[str]:
    return [message["Body"] for message in messages]


@pytest.fixture
def sqs(aws: Any) -> Any:
    return aws.client("sqs", parameter_validation=False)


@pytest.fixture
def queue(sqs: Any) -> Queue:
    return Queue(sqs, "standard")


@pytest.fixture
def fifo(sqs: Any) -> Queue:
    return Queue(sqs, "ordered.fifo", FifoQueue="true")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_sqs_answers_as_on_aws(sqs: Any, queue: Queue, case: Case) -> None:
    names = MadeWhenNamed(
        queue=lambda: queue.url,
        fifo=lambda: Queue(sqs, "ordered.fifo", FifoQueue="true").url,
        queue_arn=lambda: queue.arn,
    )
    require(case, sqs, names)


# ------------------------------------------------------------------------------------- visibility, delay, retention


def test_a_message_in_flight_is_not_received_again(queue: Queue) -> None:
    queue.send("one")
    assert bodies(queue.receive()) == ["one"]
    assert queue.receive() == []
    assert queue.counts() == [0, 1, 0]


def test_after_its_time_out_a_message_is_received_again_and_counted(queue: Queue, clock: Any) -> None:
    queue.send("one")
    (first,) = queue.receive(VisibilityTimeout=60)
    clock.advance(59)
    assert queue.receive() == []
    clock.advance(2)
    (second,) = queue.receive()
    counts = [message["Attributes"]["ApproximateReceiveCount"] for message in (first, second)]
    assert counts == ["1", "2"]
    received = {message["Attributes"]["ApproximateFirstReceiveTimestamp"] for message in (first, second)}
    assert len(received) == 1


def test_visibility_zero_gives_a_message_back_at_once(queue: Queue) -> None:
    queue.send("one")
    queue.show(queue.receive()[0], 0)
    assert bodies(queue.receive()) == ["one"]


def test_visibility_is_counted_from_the_change(queue: Queue, clock: Any) -> None:
    queue.send("one")
    (message,) = queue.receive(VisibilityTimeout=60)
    clock.advance(50)
    queue.show(message, 60)
    clock.advance(50)
    assert queue.receive() == []
    clock.advance(11)
    assert bodies(queue.receive()) == ["one"]


def test_a_message_is_in_flight_for_twelve_hours_at_most(queue: Queue, clock: Any) -> None:
    queue.send("one")
    (message,) = queue.receive(VisibilityTimeout=43_200)
    clock.advance(10)
    queue.show(message, 43_100)
    with pytest.raises(
        ClientError, match=r"Total VisibilityTimeout for the message is beyond the limit \[43200 seconds\]"
    ):
        queue.show(message, 43_200)


@pytest.mark.parametrize("seconds", [-1, 43_201])
def test_a_visibility_out_of_range_is_refused(queue: Queue, seconds: int) -> None:
    queue.send("one")
    (message,) = queue.receive()
    with pytest.raises(ClientError, match="VisibilityTimeout must be an integer between 0 and 43200"):
        queue.show(message, seconds)


def test_the_visibility_of_a_visible_message_can_not_be_changed(queue: Queue) -> None:
    queue.send("one")
    (message,) = queue.receive()
    queue.show(message, 0)
    with pytest.raises(ClientError) as refused:
        queue.show(message, 10)
    assert refused.value.response["Error"]["Code"] == "AWS.SimpleQueueService.MessageNotInflight"


def test_a_deleted_message_is_gone_and_deleting_it_twice_is_no_error(queue: Queue, clock: Any) -> None:
    queue.send("one")
    (message,) = queue.receive()
    queue.delete(message, message)
    clock.advance(31)
    assert queue.receive() == []
    assert queue.counts() == [0, 0, 0]


def test_an_earlier_receipt_deletes_in_a_standard_queue(queue: Queue) -> None:
    queue.send("one")
    (first,) = queue.receive(VisibilityTimeout=0)
    assert len(queue.receive()) == 1
    queue.delete(first)
    assert queue.counts() == [0, 0, 0]


def test_a_delayed_message_comes_after_its_delay(queue: Queue, clock: Any) -> None:
    queue.send("late", DelaySeconds=30)
    queue.send("now")
    assert queue.counts() == [1, 0, 1]
    (now,) = queue.receive()
    assert now["Body"] == "now"
    queue.delete(now)
    clock.advance(31)
    assert bodies(queue.receive()) == ["late"]


def test_the_delay_of_a_queue_applies_to_messages_without_their_own(sqs: Any, clock: Any) -> None:
    queue = Queue(sqs, "delayed", DelaySeconds="60")
    queue.send("queue's")
    queue.send("own", DelaySeconds=0)
    (own,) = queue.receive()
    assert own["Body"] == "own"
    queue.delete(own)
    clock.advance(61)
    assert bodies(queue.receive()) == ["queue's"]


def test_another_delay_of_a_fifo_queue_is_also_that_of_messages_in_it(sqs: Any, clock: Any) -> None:
    """As "Amazon SQS delay queues", Amazon SQS Developer Guide, says, unlike those of standard queues."""
    standard = Queue(sqs, "delayed", DelaySeconds="600")
    fifo = Queue(sqs, "delayed.fifo", DelaySeconds="600", FifoQueue="true")
    standard.send("text")
    fifo.send_to("a", "text")
    for queue in (standard, fifo):
        sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"DelaySeconds": "60"})
    clock.advance(61)
    assert standard.receive() == []
    assert bodies(fifo.receive()) == ["text"]


def test_a_message_is_kept_for_the_retention_period(sqs: Any, clock: Any) -> None:
    queue = Queue(sqs, "short", MessageRetentionPeriod="60")
    queue.send("old")
    clock.advance(40)
    queue.send("young")
    clock.advance(21)
    assert queue.counts() == [1, 0, 0]
    assert bodies(queue.receive()) == ["young"]


def test_a_purge_takes_everything_and_can_be_done_once_a_minute(queue: Queue, clock: Any) -> None:
    queue.send("one", "two")
    queue.send("late", DelaySeconds=10)
    queue.receive(most=1)
    queue.sqs.purge_queue(QueueUrl=queue.url)
    assert queue.counts() == [0, 0, 0]
    with pytest.raises(ClientError) as refused:
        queue.sqs.purge_queue(QueueUrl=queue.url)
    assert refused.value.response["Error"]["Code"] == "AWS.SimpleQueueService.PurgeQueueInProgress"
    clock.advance(61)
    queue.sqs.purge_queue(QueueUrl=queue.url)


# ------------------------------------------------------------------------------------- long polling


def test_a_long_poll_ends_as_soon_as_a_message_is_sent(queue: Queue) -> None:
    sent_at: list[float] = []

    def send() -> None:
        sent_at.append(time.monotonic())
        queue.send("one")

    threading.Timer(0.3, send).start()
    assert bodies(queue.receive(WaitTimeSeconds=20)) == ["one"]
    assert sent_at[0] <= time.monotonic() < sent_at[0] + 10


def test_a_long_poll_ends_when_a_message_becomes_visible(queue: Queue) -> None:
    queue.send("late", DelaySeconds=1)
    assert bodies(queue.receive(WaitTimeSeconds=20)) == ["late"]


def test_a_long_poll_without_a_message_ends_after_its_time(sqs: Any) -> None:
    queue = Queue(sqs, "patient", ReceiveMessageWaitTimeSeconds="1")
    begun = time.monotonic()
    assert queue.receive() == []
    assert time.monotonic() - begun >= 1
    assert queue.receive(WaitTimeSeconds=0) == []


# ------------------------------------------------------------------------------------- dead letters


@pytest.fixture
def dead_letters(sqs: Any) -> Queue:
    return Queue(sqs, "dead-letters")


@pytest.fixture
def source(sqs: Any, dead_letters: Queue) -> Queue:
    policy = {"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 2}
    return Queue(sqs, "source", RedrivePolicy=json.dumps(policy))


def fail(source: Queue, *texts: str) -> None:
    source.send(*texts)
    for _ in range(2):
        assert len(source.receive(VisibilityTimeout=0)) == len(texts)
    assert source.receive() == []


def test_a_message_received_too_often_goes_to_the_dead_letters(source: Queue, dead_letters: Queue) -> None:
    fail(source, "poison")
    (message,) = dead_letters.receive()
    assert message["Body"] == "poison"
    assert message["Attributes"]["DeadLetterQueueSourceArn"] == source.arn
    assert source.counts() == [0, 0, 0]


def test_a_dead_letter_queue_names_its_sources(source: Queue, dead_letters: Queue) -> None:
    found = source.sqs.list_dead_letter_source_queues(QueueUrl=dead_letters.url)
    assert found["queueUrls"] == [source.url]


def test_dead_letters_go_back_to_where_they_came_from(source: Queue, dead_letters: Queue) -> None:
    fail(source, "one", "two")
    source.sqs.start_message_move_task(SourceArn=dead_letters.arn)
    (task,) = source.sqs.list_message_move_tasks(SourceArn=dead_letters.arn)["Results"]
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 2)
    assert dead_letters.receive() == []
    returned = source.receive()
    assert bodies(returned) == ["one", "two"]
    assert {message["Attributes"]["ApproximateReceiveCount"] for message in returned} == {"1"}


def test_dead_letters_go_to_another_queue(sqs: Any, source: Queue, dead_letters: Queue, queue: Queue) -> None:
    fail(source, "one")
    sqs.start_message_move_task(SourceArn=dead_letters.arn, DestinationArn=queue.arn)
    assert bodies(queue.receive()) == ["one"]


def test_a_long_poll_looks_again_when_a_task_moves_the_next_message(
    source: Queue, dead_letters: Queue, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[float | None] = []
    fail(source, "one", "two")
    source.sqs.start_message_move_task(SourceArn=dead_letters.arn, MaxNumberOfMessagesPerSecond=2)
    monkeypatch.setattr(NothingYet, "of", _noting_changes(NothingYet.of, looks))
    clock.advance(0.25)
    assert source.receive(WaitTimeSeconds=1) == []
    assert looks[0] == pytest.approx(0.25)


def _noting_changes(of: Callable[..., NothingYet], looks: list[float | None]) -> Callable[..., NothingYet]:
    def noting(response: Any, wait_seconds: float, next_change: float | None) -> NothingYet:
        looks.append(next_change)
        return of(response, wait_seconds, next_change)

    return noting


def test_a_slow_move_can_be_cancelled(sqs: Any, source: Queue, dead_letters: Queue, clock: Any) -> None:
    fail(source, "one", "two", "three")
    handle = sqs.start_message_move_task(SourceArn=dead_letters.arn, MaxNumberOfMessagesPerSecond=1)[
        "TaskHandle"
    ]
    with pytest.raises(ClientError, match="There is already a task running"):
        sqs.start_message_move_task(SourceArn=dead_letters.arn)
    clock.advance(1.5)
    assert sqs.cancel_message_move_task(TaskHandle=handle)["ApproximateNumberOfMessagesMoved"] == 1
    clock.advance(5)
    assert dead_letters.counts() == [2, 0, 0]
    assert sqs.list_message_move_tasks(SourceArn=dead_letters.arn)["Results"][0]["Status"] == "CANCELLED"


def test_a_target_must_exist_and_be_of_the_same_kind(sqs: Any, queue: Queue, fifo: Queue) -> None:
    for target, reason in (
        (queue.arn + "x", "Dead letter target does not exist."),
        (fifo.arn, "Dead-letter queue must be same type of queue as the source."),
    ):
        policy = json.dumps({"deadLetterTargetArn": target, "maxReceiveCount": 2})
        with pytest.raises(ClientError, match=reason):
            sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"RedrivePolicy": policy})


# ------------------------------------------------------------------------------------- batches


def test_a_batch_partly_fails(queue: Queue) -> None:
    entries = [{"Id": "good", "MessageBody": "one"}, {"Id": "bad", "MessageBody": ""}]
    answer = queue.sqs.send_message_batch(QueueUrl=queue.url, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["good"]
    (failed,) = answer["Failed"]
    assert (failed["Id"], failed["Code"], failed["SenderFault"]) == ("bad", "MissingParameter", True)
    assert queue.counts() == [1, 0, 0]


def test_a_batch_is_deleted(queue: Queue) -> None:
    queue.send("one", "two")
    entries = [
        {"Id": str(number), "ReceiptHandle": message["ReceiptHandle"]}
        for number, message in enumerate(queue.receive())
    ]
    entries.append({"Id": "wrong", "ReceiptHandle": "x"})
    answer = queue.sqs.delete_message_batch(QueueUrl=queue.url, Entries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == ["0", "1"]
    assert [(entry["Id"], entry["Code"]) for entry in answer["Failed"]] == [
        ("wrong", "ReceiptHandleIsInvalid")
    ]


def test_a_batch_is_1_mib_at_most(queue: Queue) -> None:
    entries = [{"Id": str(number), "MessageBody": "x" * 600_000} for number in range(2)]
    with pytest.raises(ClientError) as refused:
        queue.sqs.send_message_batch(QueueUrl=queue.url, Entries=entries)
    assert refused.value.response["Error"]["Code"] == "AWS.SimpleQueueService.BatchRequestTooLong"


# ------------------------------------------------------------------------------------- digests and the query protocol

MESSAGE_ATTRIBUTES: Mapping[str, Any] = {
    "ccc": {"DataType": "String", "StringValue": "testjunk"},
    "aaa": {"DataType": "Binary", "BinaryValue": b"\x02\x03\x04"},
    "zzz": {"DataType": "Number", "StringValue": "0230.01"},
    "other_encodings": {"DataType": "String", "StringValue": "T\u00fcst"},
}


def test_digests_are_of_what_was_sent_and_of_what_is_received(queue: Queue) -> None:
    """The digest of attributes is put together by hand, as the developer guide describes it."""
    parts = (
        (b"aaa", b"Binary", b"\x02", b"\x02\x03\x04"),
        (b"ccc", b"String", b"\x01", b"testjunk"),
        (b"other_encodings", b"String", b"\x01", "T\u00fcst".encode()),
        (b"zzz", b"Number", b"\x01", b"0230.01"),
    )
    digest = hashlib.md5(usedforsecurity=False)
    for name, kind, transport, value in parts:
        for part in (name, kind):
            digest.update(len(part).to_bytes(4, "big") + part)
        digest.update(transport + len(value).to_bytes(4, "big") + value)
    sent = queue.sqs.send_message(
        QueueUrl=queue.url, MessageBody="T\u00fcst", MessageAttributes=MESSAGE_ATTRIBUTES
    )
    (received,) = queue.receive()
    assert sent["MD5OfMessageAttributes"] == received["MD5OfMessageAttributes"] == digest.hexdigest()
    body = hashlib.md5("T\u00fcst".encode(), usedforsecurity=False).hexdigest()
    assert sent["MD5OfMessageBody"] == received["MD5OfBody"] == body


def test_the_digest_of_attributes_is_of_those_that_are_received(queue: Queue) -> None:
    value = {"timestamp": {"DataType": "Number.java.lang.Long", "StringValue": "1493147359900"}}
    queue.send("text", MessageAttributes={**MESSAGE_ATTRIBUTES, **value}, DelaySeconds=0)
    (received,) = queue.sqs.receive_message(QueueUrl=queue.url, MessageAttributeNames=["timestamp"])[
        "Messages"
    ]
    assert received["MessageAttributes"] == value
    assert received["MD5OfMessageAttributes"] == "2e2e4876d8e0bd6b8c2c8f556831c349"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_query_protocol_is_spoken_by_get_and_post(aws: Any, queue: Queue, method: str) -> None:
    scope = f"Credential={aws.account_id}/20260101/eu-west-1/sqs/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=any"}

    def ask(action: str, **parameters: str) -> str:
        form = {"Action": action, "Version": "2012-11-05", **parameters}
        place = {"params": form} if method == "GET" else {"data": form}
        answer = requests.request(method, queue.url, headers=headers, timeout=10, **place)
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (200, "text/xml")
        return answer.text

    sent = ask("SendMessage", MessageBody="a & b")
    assert "<MD5OfMessageBody>" in sent
    received = ask("ReceiveMessage", **{"AttributeName.1": "All"})
    assert "<Body>a &amp; b</Body>" in received
    assert "<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>" in received
    assert "<Message>" not in ask("ReceiveMessage")


def ask_queue(aws: Any, queue: Queue, **form: str) -> requests.Response:
    """Send a request of the query protocol to the URL of a queue."""
    scope = f"Credential={aws.account_id}/20260101/eu-west-1/sqs/aws4_request"
    headers = {"Authorization": f"AWS4-HMAC-SHA256 {scope}, SignedHeaders=host, Signature=any"}
    return requests.get(queue.url, params=form, headers=headers, timeout=10)


@pytest.mark.parametrize(
    ("form", "code", "message"),
    [
        ({"Action": "FooBar"}, "InvalidAction", "The action FooBar is not valid for this endpoint."),
        ({"Action": "ListQueues"}, "InvalidAction", "The action ListQueues is not valid for this endpoint."),
        (
            {"Action": "SendMessage"},
            "MissingParameter",
            "The request must contain the parameter MessageBody.",
        ),
        (
            {"Action": "GetQueueUrl", "QueueName": "x"},
            "AWS.SimpleQueueService.NonExistentQueue",
            "The specified queue does not exist for this wsdl version.",
        ),
    ],
)
def test_errors_of_the_query_protocol(
    aws: Any, queue: Queue, form: dict[str, str], code: str, message: str
) -> None:
    """As in LocalStack 4.14.0, services/sqs/query_api.py, whose behaviour is validated against AWS."""
    answer = ask_queue(aws, queue, **form)
    assert answer.status_code == 400
    assert (
        f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message><Detail /></Error>"
        in answer.text
    )


def test_the_id_of_a_request_is_in_header_and_body(aws: Any, queue: Queue) -> None:
    answer = ask_queue(aws, queue, Action="GetQueueAttributes")
    assert f"<RequestId>{answer.headers['x-amzn-RequestId']}</RequestId>" in answer.text


def test_a_queue_url_without_action_is_an_unknown_operation(aws: Any, queue: Queue) -> None:
    answer = ask_queue(aws, queue)
    assert (answer.status_code, answer.text) == (404, "<UnknownOperationException/>")


@pytest.mark.parametrize(
    ("operation", "parameters", "code", "status"),
    [
        ("receive_message", {"MaxNumberOfMessages": 11}, "InvalidParameterValueException", 400),
        ("send_message", {"MessageBody": ""}, "MissingRequiredParameterException", 400),
        ("purge_queue", {}, "PurgeQueueInProgress", 403),
    ],
)
def test_errors_have_names_of_their_own_in_json(
    queue: Queue, operation: str, parameters: dict[str, Any], code: str, status: int
) -> None:
    """As in LocalStack 4.14.0, services/sqs/, whose behaviour is validated against AWS."""
    queue.sqs.purge_queue(QueueUrl=queue.url)
    with pytest.raises(ClientError) as refused:
        getattr(queue.sqs, operation)(QueueUrl=queue.url, **parameters)
    response: Any = refused.value.response
    assert (response["Error"]["QueryErrorCode"], response["ResponseMetadata"]["HTTPStatusCode"]) == (
        code,
        status,
    )


# ------------------------------------------------------------------------------------- names and handles


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Hel.*"], {"Help.Me", "Hello"}),
        (["*"], {"Help.Me", "Hello", "General"}),
        (["General", "Help.*"], {"General", "Help.Me"}),
    ],
)
def test_message_attributes_are_received_by_their_beginnings(
    queue: Queue, names: list[str], expected: set[str]
) -> None:
    """As ReceiveMessage, Amazon SQS API reference, says: `bar.*` is what starts with `bar`."""
    text = {"DataType": "String", "StringValue": "x"}
    queue.send("text", MessageAttributes=dict.fromkeys(("Help.Me", "Hello", "General"), text))
    answer = queue.sqs.receive_message(QueueUrl=queue.url, MessageAttributeNames=names)
    assert answer["Messages"][0]["MessageAttributes"].keys() == expected


def test_names_of_system_attributes_take_the_place_of_their_older_parameter(queue: Queue) -> None:
    queue.send("text")
    (message,) = queue.sqs.receive_message(
        QueueUrl=queue.url, AttributeNames=["All"], MessageSystemAttributeNames=["SenderId"]
    )["Messages"]
    assert message["Attributes"].keys() == {"SenderId"}


def test_a_handle_is_valid_in_its_queue_only(sqs: Any, queue: Queue) -> None:
    other = Queue(sqs, "other")
    queue.send("one")
    (message,) = queue.receive()
    with pytest.raises(ClientError, match="is not a valid receipt handle"):
        other.delete(message)
    queue.delete(message)
    assert queue.counts() == [0, 0, 0]


def test_a_key_takes_the_place_of_managed_encryption(queue: Queue) -> None:
    queue.sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"KmsMasterKeyId": "key"})
    assert queue.attributes()["SqsManagedSseEnabled"] == "false"
    queue.sqs.set_queue_attributes(QueueUrl=queue.url, Attributes={"SqsManagedSseEnabled": "true"})
    assert "KmsMasterKeyId" not in queue.attributes()


@pytest.mark.parametrize(
    "stated",
    [{"SqsManagedSseEnabled": "true"}, {"KmsMasterKeyId": ""}, {"RedrivePolicy": ""}, {"Policy": ""}],
)
def test_a_queue_may_be_created_again_with_what_it_has_by_default(sqs: Any, stated: dict[str, str]) -> None:
    url = sqs.create_queue(QueueName="again")["QueueUrl"]
    assert sqs.create_queue(QueueName="again", Attributes=stated)["QueueUrl"] == url
    with pytest.raises(ClientError, match="different value for attribute KmsMasterKeyId"):
        sqs.create_queue(QueueName="again", Attributes={"KmsMasterKeyId": "alias/aws/sqs"})


def test_one_account_and_one_action_are_permitted_without_lists(aws: Any, queue: Queue) -> None:
    queue.sqs.add_permission(
        QueueUrl=queue.url, Label="one", AWSAccountIds=[aws.account_id], Actions=["SendMessage"]
    )
    (statement,) = json.loads(queue.attributes()["Policy"])["Statement"]
    assert statement["Principal"] == {"AWS": f"arn:aws:iam::{aws.account_id}:root"}
    assert statement["Action"] == "SQS:SendMessage"


def test_a_purge_forgets_what_was_sent(fifo: Queue) -> None:
    fifo.send_to("a", "one")
    fifo.sqs.purge_queue(QueueUrl=fifo.url)
    fifo.send_to("a", "one")
    assert bodies(fifo.receive()) == ["one"]


def test_deduplication_keeps_the_scope_that_a_queue_was_made_with(fifo: Queue) -> None:
    fifo.sqs.set_queue_attributes(QueueUrl=fifo.url, Attributes={"DeduplicationScope": "messageGroup"})
    for group in ("a", "b"):
        fifo.send("text", MessageGroupId=group, MessageDeduplicationId="same")
    assert len(fifo.receive()) == 1


def test_a_task_of_a_queue_that_is_gone_is_not_found(sqs: Any, source: Queue, dead_letters: Queue) -> None:
    handle = sqs.start_message_move_task(SourceArn=dead_letters.arn)["TaskHandle"]
    sqs.delete_queue(QueueUrl=dead_letters.url)
    with pytest.raises(
        ClientError, match="you specified for the SourceArn parameter doesn't exist"
    ) as refused:
        sqs.cancel_message_move_task(TaskHandle=handle)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 404


# ------------------------------------------------------------------------------------- FIFO


def test_a_group_is_received_in_order(fifo: Queue) -> None:
    fifo.send_to("a", "1", "2", "3")
    assert bodies(fifo.receive()) == ["1", "2", "3"]


def test_a_group_waits_while_one_of_its_messages_is_in_flight(fifo: Queue) -> None:
    fifo.send_to("a", "1", "2")
    fifo.send_to("b", "3")
    (first,) = fifo.receive(most=1)
    assert bodies(fifo.receive()) == ["3"]
    fifo.delete(first)
    assert bodies(fifo.receive()) == ["2"]


def test_all_of_a_batch_comes_back_after_its_timeout(fifo: Queue, clock: Any) -> None:
    fifo.send_to("a", "1", "2", "3")
    assert len(fifo.receive(VisibilityTimeout=30)) == 3
    clock.advance(31)
    assert bodies(fifo.receive()) == ["1", "2", "3"]


def test_undeleted_messages_are_received_again_in_order(fifo: Queue, clock: Any) -> None:
    fifo.send_to("a", "1", "2", "3", "4")
    received = fifo.receive(most=3, VisibilityTimeout=30)
    fifo.delete(received[1])
    assert fifo.receive() == []
    clock.advance(31)
    assert bodies(fifo.receive()) == ["1", "3", "4"]


def test_a_message_sent_twice_is_delivered_once(fifo: Queue) -> None:
    first, second = (
        fifo.sqs.send_message(
            QueueUrl=fifo.url, MessageBody=body, MessageGroupId="a", MessageDeduplicationId="same"
        )
        for body in ("one", "other")
    )
    assert (first["MessageId"], first["SequenceNumber"]) == (second["MessageId"], second["SequenceNumber"])
    assert bodies(fifo.receive()) == ["one"]


def test_deduplication_covers_deleted_messages_for_five_minutes(fifo: Queue, clock: Any) -> None:
    fifo.send_to("a", "one")
    fifo.delete(*fifo.receive())
    fifo.send_to("a", "one")
    assert fifo.receive() == []
    clock.advance(301)
    fifo.send_to("a", "one")
    assert bodies(fifo.receive()) == ["one"]


def test_content_deduplicates_where_the_queue_says_so(sqs: Any) -> None:
    fifo = Queue(sqs, "content.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    fifo.send("same", "same", "other", MessageGroupId="a")
    assert bodies(fifo.receive()) == ["same", "other"]


def test_sequence_numbers_have_twenty_digits_and_grow(fifo: Queue) -> None:
    fifo.send_to("a", "1", "2", "3")
    numbers = [message["Attributes"]["SequenceNumber"] for message in fifo.receive()]
    assert all(len(number) == 20 for number in numbers)
    assert numbers == sorted(set(numbers))


def test_a_receipt_that_has_expired_is_refused(fifo: Queue, clock: Any) -> None:
    fifo.send_to("a", "one")
    (message,) = fifo.receive(VisibilityTimeout=30)
    clock.advance(31)
    with pytest.raises(ClientError, match=r"The receipt handle has expired\."):
        fifo.delete(message)
    with pytest.raises(ClientError, match=r"The receipt handle has expired\."):
        fifo.show(message, 0)
    assert bodies(fifo.receive()) == ["one"]


def test_a_receive_can_be_repeated(fifo: Queue) -> None:
    fifo.send_to("a", "1", "2")
    first = fifo.receive(most=1, ReceiveRequestAttemptId="attempt")
    again = fifo.receive(most=1, ReceiveRequestAttemptId="attempt")
    assert [message["MessageId"] for message in first] == [message["MessageId"] for message in again]
    assert fifo.receive(most=1, ReceiveRequestAttemptId="another") == []


def test_a_poisoned_group_goes_on_after_its_dead_letter(sqs: Any) -> None:
    dead_letters = Queue(sqs, "dead.fifo", FifoQueue="true")
    policy = json.dumps({"deadLetterTargetArn": dead_letters.arn, "maxReceiveCount": 1})
    fifo = Queue(sqs, "poisoned.fifo", FifoQueue="true", RedrivePolicy=policy)
    fifo.send_to("a", "poison", "good")
    assert bodies(fifo.receive(most=1, VisibilityTimeout=0)) == ["poison"]
    assert bodies(fifo.receive(most=1)) == ["good"]
    assert bodies(dead_letters.receive()) == ["poison"]


# ------------------------------------------------------------------------------------- other services


def test_a_binary_attribute_that_sns_delivers_raw_is_readable(aws: Any, queue: Queue) -> None:
    sns = aws.client("sns")
    topic = sns.create_topic(Name="topic")["TopicArn"]
    sns.subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=queue.arn, Attributes={"RawMessageDelivery": "true"}
    )
    value = {"DataType": "Binary", "BinaryValue": b"\x00\xff"}
    sns.publish(TopicArn=topic, Message="text", MessageAttributes={"binary": value})
    (message,) = queue.receive()
    assert message["MessageAttributes"] == {"binary": value}


def test_a_subscribed_queue_that_is_gone_does_not_fail_the_publisher(aws: Any, queue: Queue) -> None:
    sns = aws.client("sns")
    topic = sns.create_topic(Name="topic")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue.arn)
    sns.publish(TopicArn=topic, Message="arrives")
    assert json.loads(queue.receive()[0]["Body"])["Message"] == "arrives"
    queue.sqs.delete_queue(QueueUrl=queue.url)
    assert sns.publish(TopicArn=topic, Message="nobody is there")["MessageId"]


@pytest.mark.parametrize(
    ("service", "operation", "may_send"),
    [
        ("sqs", "SendMessage", True),
        ("s3", "PutObject", True),
        ("s3", "GetObject", False),
        ("dynamodb", "PutItem", False),
        ("sns", "Publish", True),
    ],
)
def test_who_waits_for_a_message_is_woken_only_by_what_may_send_one(
    service: str, operation: str, may_send: bool
) -> None:
    assert may_send_messages(service, operation) is may_send
