"""Log events that are put together, and which of them are kept.

Source: Amazon CloudWatch Logs API reference, "PutLogEvents" and "RejectedLogEventsInfo".
"""

import time
from typing import Any

import pytest

HOUR = 3600 * 1000
DAY = 24 * HOUR


@pytest.fixture
def logs(aws: Any) -> Any:
    client = aws.client("logs")
    client.create_log_group(logGroupName="group")
    client.create_log_stream(logGroupName="group", logStreamName="stream")
    return client


def put(logs: Any, *events: tuple[int, str]) -> Any:
    listed = [{"timestamp": moment, "message": message} for moment, message in events]
    return logs.put_log_events(logGroupName="group", logStreamName="stream", logEvents=listed)


def kept(logs: Any) -> list[str]:
    return [one["message"] for one in logs.filter_log_events(logGroupName="group")["events"]]


def test_the_end_of_what_is_too_old_is_exclusive(logs: Any) -> None:
    oldest = int(time.time() * 1000) - 14 * DAY
    answered = put(logs, (oldest - 2000, "a"), (oldest - 1000, "b"), (oldest + HOUR, "c"))
    assert answered["rejectedLogEventsInfo"] == {"tooOldLogEventEndIndex": 2}
    assert kept(logs) == ["c"]


def test_the_start_of_what_is_too_new_is_inclusive(logs: Any) -> None:
    now = int(time.time() * 1000)
    answered = put(logs, (now, "a"), (now + 3 * HOUR, "b"), (now + 4 * HOUR, "c"))
    assert answered["rejectedLogEventsInfo"] == {"tooNewLogEventStartIndex": 1}
    assert kept(logs) == ["a"]


def test_a_batch_spans_a_day_at_most(logs: Any) -> None:
    now = int(time.time() * 1000)
    with pytest.raises(logs.exceptions.InvalidParameterException, match="cannot span more than 24 hours"):
        put(logs, (now - DAY - 1, "a"), (now, "b"))
    assert kept(logs) == []
    put(logs, (now - DAY, "a"), (now, "b"))
    assert kept(logs) == ["a", "b"]


def test_a_batch_has_a_mebibyte_with_26_bytes_for_each_event(logs: Any) -> None:
    now, half = int(time.time() * 1000), "x" * (1_048_576 // 2 - 26)
    with pytest.raises(logs.exceptions.InvalidParameterException, match="Upload too large: 1048577 bytes"):
        put(logs, (now, half), (now, half + "x"))
    assert kept(logs) == []
    put(logs, (now, half), (now, half))
    assert len(kept(logs)) == 2
