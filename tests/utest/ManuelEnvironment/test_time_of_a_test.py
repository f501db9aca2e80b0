"""A test's time begins when it may send requests."""

import time

from robot import result, running
from robot.running import timeouts

from ManuelEnvironment.listeners.run_conditions import RunConditions


def test_the_wait_for_a_free_minute_is_no_part_of_a_tests_time() -> None:
    timeout = timeouts.TestTimeout("2 minutes", start=True)
    timeout.start_time -= 60
    RunConditions().start_test(running.TestCase(), result.TestCase(timeout=timeout))
    assert timeout.start_time > time.time() - 30


def test_a_test_may_have_no_time_limit() -> None:
    without = result.TestCase(timeout=None)
    RunConditions().start_test(running.TestCase(), without)
    assert without.timeout is None
