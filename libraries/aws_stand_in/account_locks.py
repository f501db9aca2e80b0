"""One request of an account at a time, because moto's in-memory state is not made for threads.

Without a lock, requests interleave inside moto: updates are lost, queue messages are delivered twice, objects are
read while they are being replaced. Requests of different accounts do not wait for each other. Whatever waits on
purpose (long polling, injected latency) does so outside the lock.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class AccountLocks:
    """One lock per account, which also tells waiters when the account has changed."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._conditions: dict[str, threading.Condition] = {}

    def _condition(self, account_id: str) -> threading.Condition:
        with self._guard:
            return self._conditions.setdefault(account_id, threading.Condition(threading.RLock()))

    @contextmanager
    def hold(self, account_id: str) -> Iterator[None]:
        """Exclude every other request of the account, then wake those that wait for a change."""
        condition = self._condition(account_id)
        with condition:
            yield
            condition.notify_all()

    def wait_for_change(self, account_id: str, seconds: float) -> None:
        """Sleep until another request of the account has been served, but no longer than `seconds`."""
        condition = self._condition(account_id)
        with condition:
            condition.wait(seconds)
