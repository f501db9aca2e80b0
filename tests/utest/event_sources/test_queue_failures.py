"""What becomes of the messages of a queue while it, or its function, can't be reached."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from event_sources.queue_consumer import QueueConsumer
from event_sources.source_mapping import SourceMapping
from support.python_functions import PythonFunctions
from support.waiting import wait_until

ARN = "arn:aws:sqs:eu-west-1:123456789012:jobs"
UNAVAILABLE = ClientError({"Error": {"Code": "ServiceUnavailable", "Message": "try later"}}, "ReceiveMessage")
Start = Callable[..., QueueConsumer]


class ScriptedQueue:
    """The client of a queue.

    Args:
        replies: The bodies that the requests for messages get, or what they raise; later ones wait for nothing.
    """

    def __init__(self, *replies: list[str] | Exception) -> None:
        self._replies = list(replies)
        self._lock = threading.Lock()
        self._message_comes = threading.Event()
        self.deleted: list[str] = []

    def get_queue_url(self, **_: Any) -> Any:
        return {"QueueUrl": "/jobs"}

    def receive_message(self, WaitTimeSeconds: int, **_: Any) -> Any:  # noqa: N803
        with self._lock:
            reply = self._replies.pop(0) if self._replies else None
        if reply is None:
            self._message_comes.wait(WaitTimeSeconds)
            return {}
        if isinstance(reply, Exception):
            raise reply
        return {
            "Messages": [
                {"MessageId": body, "ReceiptHandle": body, "Body": body, "MD5OfBody": ""} for body in reply
            ]
        }

    def delete_message_batch(self, Entries: list[dict[str, str]], **_: Any) -> None:  # noqa: N803
        with self._lock:
            self.deleted += [entry["ReceiptHandle"] for entry in Entries]


@pytest.fixture
def start(started: Callable[[QueueConsumer], QueueConsumer]) -> Start:
    """Start a consumer of a queue, which ends with the test: `start(queue, functions, **settings)`."""

    def start_consumer(queue: ScriptedQueue, functions: Any, **settings: Any) -> QueueConsumer:
        mapping = SourceMapping(function="work", source_arn=ARN, batch_size=10, **settings)
        return started(QueueConsumer(mapping, functions, lambda: queue))

    return start_consumer


def bodies(functions: PythonFunctions) -> list[list[str]]:
    return [[record["body"] for record in one.event["Records"]] for one in functions.invocations]


def test_what_a_window_has_collected_is_passed_on_if_the_next_request_fails(start: Start) -> None:
    queue, functions = ScriptedQueue(["a"], UNAVAILABLE), PythonFunctions({"work": lambda _: None})
    start(queue, functions, window_seconds=300)

    wait_until(lambda: queue.deleted == ["a"])
    assert bodies(functions) == [["a"]]


def test_messages_are_received_again_after_an_error_that_nobody_expects(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    queue, functions = ScriptedQueue(ValueError("no JSON"), ["a"]), PythonFunctions({"work": lambda _: None})
    start(queue, functions)

    wait_until(lambda: queue.deleted == ["a"])
    assert [str(one.exc_info[1]) for one in caplog.records if one.exc_info] == ["no JSON"]


def test_an_invocation_that_raises_what_nobody_expects_leaves_its_messages(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    def work(event: Any) -> None:
        if event["Records"][0]["body"] == "bad":
            raise OSError("no process")

    queue, functions = ScriptedQueue(["bad"], ["good"]), PythonFunctions({"work": work})
    start(queue, functions, maximum_concurrency=1)

    wait_until(lambda: queue.deleted == ["good"])
    assert [str(one.exc_info[1]) for one in caplog.records if one.exc_info] == ["no process"]
