"""Waiting for a condition, with a limit."""

import time
from collections.abc import Callable
from typing import Any


def wait_until(condition: Callable[[], bool], timeout: float = 30) -> None:
    """Return when a condition holds.

    Args:
        condition: Returns whether it holds.
        timeout: Seconds until the test fails.
    """
    eventually(condition, timeout)


def eventually(look: Callable[[], Any], timeout: float = 30) -> Any:
    """Return what is seen, as soon as there is something.

    Args:
        look: Returns what there is.
        timeout: Seconds until the test fails.
    """
    end = time.monotonic() + timeout
    while not (found := look()):
        assert time.monotonic() < end, f"The condition did not hold within {timeout:g} s."
        time.sleep(0.01)
    return found
