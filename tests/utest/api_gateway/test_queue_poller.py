"""A queue as the event source of a handler."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

from api_gateway.queue_poller import QueuePoller
from support.waiting import wait_until


class Queue:
    """An SQS client of a queue with messages."""

    def __init__(self, *batches: list[str]) -> None:
        self.batches = [
            [
                {"MessageId": name, "Body": f"body of {name}", "ReceiptHandle": f"handle of {name}"}
                for name in batch
            ]
            for batch in batches
        ]
        self.deleted: list[str] = []

    def receive_message(self, **_: Any) -> dict[str, Any]:
        return {"Messages": self.batches.pop(0)} if self.batches else {}

    def delete_message(self, *, ReceiptHandle: str, **_: Any) -> None:  # noqa: N803 - boto3's name
        self.deleted.append(ReceiptHandle.removeprefix("handle of "))


class Handler:
    """Handles all messages except those that it has been told to fail."""

    def __init__(self, *failing: str) -> None:
        self.failing = failing
        self.seen: list[str] = []

    def __call__(self, event: dict[str, Any], _context: Any) -> dict[str, Any]:
        names = [record["messageId"] for record in event["Records"]]
        assert [record["body"] for record in event["Records"]] == [f"body of {name}" for name in names]
        self.seen += names
        failures = [{"itemIdentifier": name} for name in names if name in self.failing]
        return {"batchItemFailures": failures}


def poller(queue: Any, handler: Any) -> QueuePoller:
    return QueuePoller("http://queue", handler, sqs=lambda: queue)


def test_only_handled_messages_are_deleted() -> None:
    queue, handler = Queue(["a", "b", "c"]), Handler("b")
    assert poller(queue, handler).poll() == 2
    assert (handler.seen, queue.deleted) == (["a", "b", "c"], ["a", "c"])


def test_the_handler_is_not_called_for_an_empty_queue() -> None:
    queue, handler = Queue(), Handler()
    assert poller(queue, handler).poll() == 0
    assert handler.seen == []


def test_nothing_of_a_batch_that_crashes_is_deleted(caplog: pytest.LogCaptureFixture) -> None:
    def crash(_event: Any, _context: Any) -> None:
        raise RuntimeError("4711")

    queue = Queue(["a", "b"])
    assert poller(queue, crash).poll() == 0
    assert queue.deleted == []
    assert "4711" in caplog.text


@pytest.mark.parametrize("result", [None, {}, {"batchItemFailures": None}, {"batchItemFailures": []}])
def test_a_result_without_failures_means_that_all_messages_are_handled(result: Any) -> None:
    queue = Queue(["a", "b"])
    assert poller(queue, lambda _event, _context: result).poll() == 2
    assert queue.deleted == ["a", "b"]


@pytest.mark.parametrize(
    "result",
    [
        "handled",
        {"batchItemFailures": 1},
        {"batchItemFailures": ["a"]},
        {"batchItemFailures": [{"item": "a"}]},
        {"batchItemFailures": [{"itemIdentifier": None}]},
        {"batchItemFailures": [{"itemIdentifier": "of another batch"}]},
    ],
    ids=repr,
)
def test_an_unclear_result_deletes_nothing(result: Any) -> None:
    queue = Queue(["a", "b"])
    assert poller(queue, lambda _event, _context: result).poll() == 0
    assert queue.deleted == []


def test_a_long_queue_is_emptied_without_a_pause() -> None:
    names = [f"m{number}" for number in range(25)]
    queue, handler = Queue(names[:10], names[10:20], names[20:]), Handler()
    polling = poller(queue, handler)
    polling.start()
    wait_until(lambda: len(queue.deleted) == 25)
    polling.stop()
    assert handler.seen == names


def test_a_queue_that_can_not_be_read_is_polled_again(caplog: pytest.LogCaptureFixture) -> None:
    queue = Queue(["a"])
    receive, failures = queue.receive_message, [ClientError({"Error": {"Code": "Throttled"}}, "Receive")]

    def receive_at_last(**options: Any) -> dict[str, Any]:
        if failures:
            raise failures.pop()
        return receive(**options)

    queue.receive_message = receive_at_last  # type: ignore[method-assign]
    polling = poller(queue, Handler())
    polling.start()
    wait_until(lambda: queue.deleted == ["a"])
    polling.stop()
    assert "can't be read at present" in caplog.text


def test_a_poller_may_be_stopped_before_it_is_started() -> None:
    poller(Queue(), Handler()).stop()
