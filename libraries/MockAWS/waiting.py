"""Looking until it is as it should be."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

DEFAULT_TIMEOUT = timedelta(seconds=5)
_FIRST_PAUSE_SECONDS = 0.02
_LONGEST_PAUSE_SECONDS = 0.25

Found = TypeVar("Found")


class TooLateError(AssertionError):
    """What was found can no longer become what should be there: waiting on would be in vain."""

    ROBOT_SUPPRESS_NAME = True


def eventually(look: Callable[[], Found], timeout: timedelta) -> Found:
    """Call `look` until it does not raise AssertionError, or until the time is over.

    Args:
        look: looks once; raises AssertionError with what is there instead.
        timeout: how long to go on; 0 looks once.

    Returns:
        What `look` returned.

    Raises:
        AssertionError: the last one, with the time that was waited.
    """
    end = time.monotonic() + timeout.total_seconds()
    pause = _FIRST_PAUSE_SECONDS
    while True:
        try:
            return look()
        except TooLateError:
            raise
        except AssertionError as error:
            left = end - time.monotonic()
            if left <= 0:
                raise AssertionError(_with_time(str(error), timeout)) from None
        time.sleep(min(pause, left))
        pause = min(pause * 1.5, _LONGEST_PAUSE_SECONDS)


def _with_time(message: str, timeout: timedelta) -> str:
    if not timeout:
        return message
    first, _, rest = message.partition("\n")
    return f"{first.rstrip('.')} (waited {timeout.total_seconds():g} s)." + (f"\n{rest}" if rest else "")
