"""Work that waits until it is due, and for a thread."""

import threading
import time

import pytest

from aws_stand_in.work_queue import WorkQueue
from support.waiting import wait_until


def test_items_are_processed_in_their_order_and_again_when_they_are_due() -> None:
    seen: list[str] = []
    has_all = threading.Event()

    def process(item: str) -> float | None:
        has_all.wait(30)
        seen.append(item)
        return time.monotonic() + 0.05 if seen.count("a") == 1 and item == "a" else None

    queue = WorkQueue("in-order", process, lambda: 1)
    for item in ("a", "b", "c"):
        queue.put(item)
    has_all.set()

    wait_until(lambda: seen == ["a", "b", "c", "a"])


def test_an_item_that_raises_is_logged_and_the_others_are_processed(caplog: pytest.LogCaptureFixture) -> None:
    seen: list[str] = []

    def process(item: str) -> None:
        if item == "bad":
            raise OSError("no process")
        seen.append(item)

    queue = WorkQueue("careful", process, lambda: 1)
    for item in ("bad", "good"):
        queue.put(item)

    wait_until(lambda: seen == ["good"])
    assert [str(one.exc_info[1]) for one in caplog.records if one.exc_info] == ["no process"]


def test_threads_end_when_nothing_is_left() -> None:
    queue = WorkQueue("short-lived", lambda _: None, lambda: 5)
    for item in range(20):
        queue.put(item)

    wait_until(lambda: not any(one.name == "short-lived" for one in threading.enumerate()))
