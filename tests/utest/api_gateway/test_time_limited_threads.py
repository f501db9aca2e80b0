"""Calls that may hang are abandoned; what the others return or raise is theirs."""

import threading

import pytest

from api_gateway.time_limited_threads import TimeLimitedThreads


def test_a_call_that_hangs_is_left_running_and_one_that_waits_never_begins() -> None:
    threads, end = TimeLimitedThreads(1, "tried"), threading.Event()
    begun: list[str] = []
    try:
        with pytest.raises(TimeoutError):
            threads.run(0.05, end.wait, 30)
        with pytest.raises(TimeoutError):
            threads.run(0.05, begun.append, "waited")
        end.set()
        threads.run(30, begun.append, "later")
    finally:
        end.set()
        threads.close()
    assert begun == ["later"]


def test_an_error_of_the_call_is_its_outcome_even_if_it_is_a_timeout() -> None:
    threads = TimeLimitedThreads(1, "tried")

    def fail() -> None:
        raise TimeoutError("of its own")

    try:
        outcome = threads.run(30, fail)
    finally:
        threads.close()
    with pytest.raises(TimeoutError, match="of its own"):
        outcome.result()
