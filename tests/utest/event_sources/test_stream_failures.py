"""What becomes of the records of a stream while it, or its function, can't be reached.

Source: AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", "Retaining discarded records" and "Parameters".
"""

from collections.abc import Callable
from typing import Any

import pytest

from event_sources import stream_consumer
from event_sources.stream_consumer import StreamConsumer
from lambda_runtime.function import TooManyInvocationsError, UnknownFunctionError
from support.python_functions import PythonFunctions
from support.scripted_stream import CREATED_AT, THROTTLED, ScriptedStream, consumer_of_script
from support.waiting import wait_until

Start = Callable[..., StreamConsumer]


@pytest.fixture
def start(started: Callable[[StreamConsumer], StreamConsumer]) -> Start:
    """Start a consumer of a stream, which ends with the test: `start(stream, functions, **settings)`."""
    return lambda *arguments, **settings: started(consumer_of_script(*arguments, **settings))


def ids(functions: PythonFunctions) -> list[list[str]]:
    return [
        [record["dynamodb"]["Keys"]["id"]["S"] for record in one.event["Records"]]
        for one in functions.invocations
    ]


def failing(error: Exception, *, times: int) -> Callable[[Any], None]:
    """Return a function that raises an error so many times, and then works."""
    left = iter(range(times))

    def work(_: Any) -> None:
        if next(left, None) is not None:
            raise error

    return work


def test_what_a_window_has_collected_is_passed_on_if_the_next_read_fails(start: Start) -> None:
    functions = PythonFunctions({"work": lambda _: None})
    start(ScriptedStream(3, 1, THROTTLED), functions, batch_size=2, window_seconds=300)

    wait_until(lambda: len(functions.invocations) == 2)
    assert ids(functions) == [["1"], ["2", "3"]]


def test_reading_begins_where_the_last_batch_ended_after_an_error_that_nobody_expects(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    functions = PythonFunctions({"work": lambda _: None})
    start(ScriptedStream(4, 2, 1, ValueError("no JSON")), functions, batch_size=2, window_seconds=300)

    wait_until(lambda: ids(functions) == [["1", "2"], ["3", "4"]])
    assert [str(one.exc_info[1]) for one in caplog.records if one.exc_info] == ["no JSON"]


def test_an_invocation_that_raises_what_nobody_expects_counts_as_failed(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    functions = PythonFunctions({"work": failing(OSError("no process"), times=2)})
    start(ScriptedStream(2), functions, batch_size=1, maximum_retries=1)

    wait_until(lambda: ids(functions) == [["1"], ["1"], ["2"]])
    assert [str(one.exc_info[1]) for one in caplog.records if one.exc_info] == ["no process"] * 2
    assert "1 records of" in caplog.text


def test_no_read_asks_for_more_records_than_a_stream_returns(start: Start) -> None:
    functions = PythonFunctions({"work": lambda _: None})
    start(ScriptedStream(1200), functions, batch_size=5000)

    wait_until(lambda: sum(map(len, ids(functions))) == 1200)


def test_a_batch_may_fail_more_often_than_a_pause_can_double(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream_consumer, "LONGEST_RETRY_SECONDS", 0)
    functions = PythonFunctions({"work": failing(RuntimeError("boom"), times=1100)})
    start(ScriptedStream(1), functions)

    assert len(functions.wait_for(1101)) == 1101


@pytest.mark.parametrize("error", [TooManyInvocationsError("all are running"), UnknownFunctionError("work")])
def test_a_batch_that_does_not_reach_the_function_is_neither_split_nor_given_up(
    start: Start, error: Exception
) -> None:
    functions = PythonFunctions({"work": failing(error, times=3)})
    start(ScriptedStream(2), functions, maximum_retries=0, bisects=True)

    functions.wait_for(4)
    assert ids(functions) == [["1", "2"]] * 4


def test_a_batch_that_does_not_reach_the_function_is_given_up_when_it_is_too_old(
    start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    now = [CREATED_AT]
    functions = PythonFunctions({"work": failing(TooManyInvocationsError("all are running"), times=1000)})
    start(ScriptedStream(1), functions, clock=lambda: now[0], maximum_retries=0, maximum_age_seconds=60)
    functions.wait_for(2)

    now[0] += 61

    wait_until(lambda: "given up: RecordAgeExceeded" in caplog.text)
    assert "RetryAttemptsExhausted" not in caplog.text
