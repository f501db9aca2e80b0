"""Waiting for a condition, with a limit."""

import time
from collections.abc import Callable


def wait_until(condition: Callable[[], bool], timeout: float = 10) -> None:
    """Return when a condition holds.

    Args:
        condition: Returns whether it holds.
        timeout: Seconds until the test fails.
    """
    end = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < end, f"The condition did not hold within {timeout:g} s."
        time.sleep(0.01)
