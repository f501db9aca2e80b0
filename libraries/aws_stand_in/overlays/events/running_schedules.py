"""Schedules that run: what has become due is sent, in the order of its moments."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from operator import itemgetter
from typing import Generic, TypeVar

from aws_stand_in.account_ticker import AccountTicker
from event_sources.schedule_expression import Next

Key = TypeVar("Key")
Send = Callable[[float], None]
"""Sends what is due, given its moment in epoch seconds."""


@dataclass(slots=True)
class _Schedule:
    """When something is due next, in epoch seconds; None if it never is again."""

    next_after: Next
    due_at: float | None

    def due(self, now: float) -> Iterator[float]:
        """Yield the moments that have passed since the last time."""
        while self.due_at is not None and self.due_at <= now:
            yield self.due_at
            self.due_at = self.next_after(self.due_at)


class RunningSchedules(Generic[Key]):
    """The schedules of all accounts.

    Args:
        name: The name of their thread.
        clock: Epoch seconds.
        alone: Keeps every other request of an account out, until the block ends.
        find: Returns what sends the events of a schedule, by the account and the key; None if the schedule is gone.
        complete: Called with the account and the key of a schedule that will never be due again.
    """

    def __init__(
        self,
        name: str,
        clock: Callable[[], float],
        alone: Callable[[str], AbstractContextManager[None]],
        find: Callable[[str, Key], Send | None],
        complete: Callable[[str, Key], None] = lambda _account_id, _key: None,
    ) -> None:
        self._clock, self._find, self._complete = clock, find, complete
        self._schedules: dict[str, dict[Key, _Schedule]] = defaultdict(dict)
        self._ticker = AccountTicker(name, self._schedules.copy, self._run_due, alone)

    def put(self, account_id: str, key: Key, next_after: Next, begun_at: float) -> None:
        """Begin a schedule, in place of the one with its key.

        Args:
            account_id: Whose schedule.
            key: What it is found by.
            next_after: Returns when it is due next.
            begun_at: The moment after which it is due first, in epoch seconds.
        """
        self._schedules[account_id][key] = _Schedule(next_after, next_after(begun_at))
        self._ticker.start()

    def remove(self, account_id: str, key: Key) -> None:
        """End a schedule, if there is one with that key."""
        self._schedules.get(account_id, {}).pop(key, None)

    def reset(self, account_id: str) -> None:
        """Forget the schedules of an account."""
        self._schedules.pop(account_id, None)

    def close(self) -> None:
        """Stop all schedules."""
        self._ticker.close()

    def _run_due(self, account_id: str) -> None:
        for moment, send in sorted(self._due(account_id), key=itemgetter(0)):
            send(moment)

    def _due(self, account_id: str) -> Iterator[tuple[float, Send]]:
        """Yield moments and what sends the events; forget the schedules that are gone or complete."""
        now, schedules = self._clock(), self._schedules.get(account_id, {})
        for key, schedule in list(schedules.items()):
            send = self._find(account_id, key)
            if send is None:
                del schedules[key]
                continue
            for moment in schedule.due(now):
                yield moment, send
            if schedule.due_at is None:
                del schedules[key]
                self._complete(account_id, key)
