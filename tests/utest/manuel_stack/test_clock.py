"""The clock that a test can set forward."""

import math

import pytest

from manuel_stack.clock import AdjustableClock


def test_it_is_set_forward() -> None:
    clock = AdjustableClock()
    followed: list[float] = []
    clock.when_advanced.append(followed.append)
    clock.advance(60)
    clock.advance(0.5)
    assert (clock.ahead, followed) == (60.5, [60, 60.5])


@pytest.mark.parametrize("seconds", [-1, math.nan, math.inf])
def test_it_is_set_to_no_time_that_there_is_not(seconds: float) -> None:
    clock = AdjustableClock()
    with pytest.raises(ValueError, match=f"can only be set forward, not by {seconds:g} s"):
        clock.advance(seconds)
    assert clock.ahead == 0
