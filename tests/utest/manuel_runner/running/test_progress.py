import pytest

from manuel_runner.running.progress import Progress


def test_time_left_goes_by_what_the_tests_are_expected_to_take() -> None:
    progress = Progress({"slow": 9.0, "quick": 1.0})
    assert progress.seconds_left() is None
    progress.begin("quick", 100.0)
    progress.end("quick", "passed", 102.0)
    assert progress.seconds_left() == pytest.approx(18.0)
    assert progress.rate() == pytest.approx(0.5)


def test_what_has_ended_is_counted_by_status() -> None:
    progress = Progress({"a": 1.0, "b": 1.0, "c": 1.0})
    progress.begin("a", 0.0)
    progress.end("a", "failed", 1.0)
    progress.end("b", "blocked", 1.0)
    assert (progress.done, progress.total) == (2, 3)
    assert progress.counts == {"failed": 1, "blocked": 1}


def test_a_cause_that_becomes_a_test_is_one_more() -> None:
    progress = Progress({"a": 1.0})
    progress.end("GET /health: expected 200, got 500", "failed", 1.0)
    assert (progress.done, progress.total) == (1, 2)
    progress.end("a", "passed", 2.0)
    assert (progress.done, progress.total) == (2, 2)


def test_tests_that_run_for_long_are_known_the_longest_first() -> None:
    progress = Progress({"a": 1.0, "b": 1.0, "c": 1.0})
    progress.begin("b", 3.0)
    progress.begin("a", 0.0)
    progress.begin("c", 9.0)
    assert progress.running_longer_than(5.0, 10.0) == {"a": 10.0, "b": 7.0}
    progress.end("a", "passed", 10.0)
    assert list(progress.running_longer_than(5.0, 10.0)) == ["b"]
