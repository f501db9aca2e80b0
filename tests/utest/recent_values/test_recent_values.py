"""Values are kept for their time, and no longer."""

import doctest

import recent_values
from recent_values import RecentValues


def test_the_example_is_right() -> None:
    assert doctest.testmod(recent_values).failed == 0


def test_a_value_is_kept_for_its_time() -> None:
    values = RecentValues[str, int](seconds=10)
    values.note("a", 1, now=100)
    assert values.get("a", now=109.9) == 1
    assert values.get("a", now=110) is None
    assert len(values) == 0


def test_a_value_that_is_noted_again_is_kept_anew_and_holds_up_no_other() -> None:
    values = RecentValues[str, int](seconds=10)
    values.note("a", 1, now=100)
    values.note("b", 2, now=101)
    values.note("a", 3, now=105)
    assert values.get("b", now=111) is None
    assert values.get("a", now=111) == 3
    assert len(values) == 1


def test_what_is_never_asked_for_is_forgotten_too() -> None:
    values = RecentValues[int, int](seconds=10)
    for now in range(1000):
        values.note(now, now, now)
        assert values.get(-1, now) is None
    assert len(values) == 10
