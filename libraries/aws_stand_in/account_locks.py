"""One request of an account at a time, as in-memory state is not made for threads.

Without it two requests interleave: updates are lost, queue messages delivered twice, objects read while they are replaced.
Requests of different accounts do not wait for each other. Whatever waits on purpose (long polling, injected latency) does so
outside the lock.
"""

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager


class _Account:
    """The lock of one account, and how often the account has changed and been forgotten."""

    def __init__(self) -> None:
        self.condition = threading.Condition(threading.RLock())
        self.changes = 0
        self.resets = 0


class AccountLocks:
    """One lock per account, which also tells waiters when the account has changed."""

    def __init__(self) -> None:
        self._accounts: dict[str, _Account] = {}
        self.are_released = False
        """Whether waiting for changes has ended for good."""

    def accounts(self) -> list[str]:
        """Return the accounts whose lock has been asked for so far."""
        return list(self._accounts)

    def release(self) -> None:
        """Wake every waiter, and refuse to wait from now on."""
        self.are_released = True
        for account in list(self._accounts.values()):
            with account.condition:
                account.condition.notify_all()

    def hold(self, account_id: str) -> AbstractContextManager[object]:
        """Keep every other request of the account out until the block ends."""
        return self._account(account_id).condition

    @contextmanager
    def released(self, account_id: str) -> Iterator[None]:
        """Release the lock of an account, which this thread holds, until the block ends."""
        condition = self._account(account_id).condition
        condition.release()
        try:
            yield
        finally:
            condition.acquire()

    def announce_change(self, account_id: str) -> None:
        """Wake those that wait for a change of an account; its lock has to be held."""
        account = self._account(account_id)
        account.changes += 1
        account.condition.notify_all()

    def announce_reset(self, account_id: str) -> None:
        """End the waiting for changes of an account that has been forgotten; its lock has to be held."""
        self._account(account_id).resets += 1
        self.announce_change(account_id)

    def resets(self, account_id: str) -> int:
        """Return how often an account has been forgotten so far."""
        return self._account(account_id).resets

    def changes(self, account_id: str) -> int:
        """Return how often an account has changed so far."""
        return self._account(account_id).changes

    def wait_for_change(self, account_id: str, seen: int, seconds: float) -> None:
        """Sleep until an account has changed since `seen`, or until the time is up."""
        account = self._account(account_id)
        with account.condition:
            account.condition.wait_for(lambda: self.are_released or account.changes != seen, seconds)

    def _account(self, account_id: str) -> _Account:
        return self._accounts.get(account_id) or self._accounts.setdefault(account_id, _Account())
