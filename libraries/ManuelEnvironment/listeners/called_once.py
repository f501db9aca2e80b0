"""Listeners that each keyword library registers, and that are called once."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
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
    """Passes each event on once to several listeners, however many libraries of the suite have registered them.

    Robot Framework calls a listener once for each library that registers it, and prepares it anew in each suite: one that passes
    events on to several takes less time.

    Args:
        listeners: The listeners, in the order in which they are called; the priority of the first one is that of all.
    """

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, *listeners: Any) -> None:
        self.ROBOT_LISTENER_PRIORITY = getattr(listeners[0], "ROBOT_LISTENER_PRIORITY", 0)
        for name in METHODS:
            methods = [getattr(listener, name) for listener in listeners if hasattr(listener, name)]
            if methods:
                setattr(self, name, _once(methods))


def _once(methods: Sequence[Callable[..., None]]) -> Callable[..., None]:
    """Return a method of a listener that ignores an event whose result it has been called with; `close` has none."""
    last: list[Any] = [None]

    def call(*event: Any) -> None:
        if not event or event[-1] is not last[0]:
            last[0] = event[-1] if event else None
            _call_each(methods, event)

    return call


def _call_each(methods: Sequence[Callable[..., None]], event: Sequence[Any]) -> None:
    """Call all methods in their order, even if one of them raises an exception."""
    with ExitStack() as calls:
        for method in reversed(methods):
            calls.callback(method, *event)
