"""Work that is due by time: done for one account after another, a few times a second."""

import logging
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager

logger = logging.getLogger(__name__)

TICK_SECONDS = 0.5
JOIN_SECONDS = 5.0


class AccountTicker:
    """Does the work on a thread of its own; what fails is logged, and ends neither the thread nor the work of other accounts.

    Args:
        name: The name of the thread.
        accounts: Returns the ids of the accounts that have something to do.
        work: Does what is due in an account.
        alone: Keeps every other request of an account out, until the block ends.
    """

    def __init__(
        self,
        name: str,
        accounts: Callable[[], Iterable[str]],
        work: Callable[[str], None],
        alone: Callable[[str], AbstractContextManager[None]],
    ) -> None:
        self._name = name
        self._accounts = accounts
        self._work = work
        self._alone = alone
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start, unless it is running already."""
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()

    def close(self) -> None:
        """Stop for good."""
        self._is_over.set()
        if self._thread is not None:
            self._thread.join(JOIN_SECONDS)

    def _run(self) -> None:
        while not self._is_over.wait(TICK_SECONDS):
            for account_id in list(self._accounts()):
                self._tick(account_id)

    def _tick(self, account_id: str) -> None:
        try:
            with self._alone(account_id):
                self._work(account_id)
        except Exception:
            logger.exception("%s: what was due in the account %s has failed.", self._name, account_id)
