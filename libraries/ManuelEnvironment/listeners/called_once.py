"""A listener that each keyword library registers, and that is called once."""

from collections.abc import Callable
from typing import Any

METHODS = (
    "start_suite",
    "end_suite",
    "start_test",
    "end_test",
    "end_library_keyword",
    "end_user_keyword",
    "close",
)


class CalledOnce:
    """Passes each event on once, however many libraries of the suite have registered it.

    Robot Framework calls a listener once for each library that registers it.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, listener: Any) -> None:
        self.ROBOT_LISTENER_PRIORITY = getattr(listener, "ROBOT_LISTENER_PRIORITY", 0)
        for name in METHODS:
            if hasattr(listener, name):
                setattr(self, name, _once(getattr(listener, name)))


def _once(method: Callable[..., None]) -> Callable[..., None]:
    """Return a method of a listener that ignores an event whose result it has been called with; `close` has none."""
    last: list[Any] = [None]

    def call(*event: Any) -> None:
        if not event or event[-1] is not last[0]:
            last[0] = event[-1] if event else None
            method(*event)

    return call
