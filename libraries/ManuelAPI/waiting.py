"""Wait for a state that the API tells."""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import TypeVar

T = TypeVar("T")

PAUSES_SECONDS = (0.05, 0.1, 0.2, 0.5)


def eventually(look: Callable[[], T | None], timeout: timedelta, failure: Callable[[], AssertionError]) -> T:
    """Look again and again until there is something to see.

    Args:
        look: Returns what is waited for, or None.
        timeout: How long to wait at most; the last look is after that.
        failure: Makes the error for when it never came.

    Raises:
        AssertionError: It did not come in time.
    """
    deadline = time.monotonic() + timeout.total_seconds()
    pauses = _pauses()
    while True:
        is_last = time.monotonic() >= deadline
        if (seen := look()) is not None:
            return seen
        if is_last:
            raise failure()
        time.sleep(next(pauses))


def _pauses() -> Iterator[float]:
    yield from PAUSES_SECONDS
    while True:
        yield PAUSES_SECONDS[-1]
