"""Wait until what is expected is there."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

DEFAULT_TIMEOUT = timedelta(seconds=10)
_FIRST_PAUSE_SECONDS = 0.02
_LONGEST_PAUSE_SECONDS = 0.25

Found = TypeVar("Found")


class NotYetError(AssertionError):
    """What is expected is not there yet, but may still come."""

    ROBOT_SUPPRESS_NAME = True


def eventually(look: Callable[[], Found], timeout: timedelta) -> Found:
    """Call `look` until it raises no NotYetError, or until the time has elapsed. Any other error ends the waiting at once.

    Args:
        look: Looks once; raises NotYetError with what is there instead.
        timeout: How long to wait; the last look begins after that, so 0 looks once.

    Returns:
        What `look` returned.

    Raises:
        NotYetError: The last one, with the time that was waited in its first line.
    """
    import tenacity

    deadline = time.monotonic() + timeout.total_seconds()
    is_last = False
    looks = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type(NotYetError),
        wait=tenacity.wait_exponential(_FIRST_PAUSE_SECONDS, max=_LONGEST_PAUSE_SECONDS, exp_base=1.5),
        stop=lambda _state: is_last,
        reraise=True,
    )
    try:
        for attempt in looks:
            is_last = time.monotonic() >= deadline
            with attempt:
                found = look()
    except NotYetError as error:
        raise NotYetError(_with_time(str(error), timeout)) from None
    return found


def _with_time(message: str, timeout: timedelta) -> str:
    if not timeout:
        return message
    first, _, rest = message.partition("\n")
    return f"{first.rstrip('.')} (waited {timeout.total_seconds():g} s)." + (f"\n{rest}" if rest else "")
