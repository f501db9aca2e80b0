"""Lockout after failed sign-ins, as the Cognito developer guide describes it.

After n failed attempts, n ≥ 5, the user is locked out for 2^(n-5) seconds, up to 15 minutes. An attempt during that
time fails whatever its password, and does not count. A success, or 15 minutes without an attempt, resets the count.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

FREE_FAILURES = 5
LONGEST_LOCK_SECONDS = 15 * 60


@dataclass(slots=True)
class _Record:
    failures: int = 0
    last_attempt: float = 0.0
    locked_until: float = 0.0


class LockOut:
    """Counts failed sign-ins.

    Args:
        clock: Epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._records: dict[str, dict[tuple[str, str], _Record]] = defaultdict(dict)

    def is_locked(self, account_id: str, pool_id: str, user_id: str) -> bool:
        """Tell whether the user is locked out now."""
        record = self._records[account_id].get((pool_id, user_id))
        return record is not None and self._clock() < record.locked_until

    def failed(self, account_id: str, pool_id: str, user_id: str) -> None:
        """Count a failed attempt."""
        now = self._clock()
        record = self._records[account_id].setdefault((pool_id, user_id), _Record())
        if now - record.last_attempt >= LONGEST_LOCK_SECONDS:
            record.failures = 0
        record.failures += 1
        record.last_attempt = now
        if record.failures >= FREE_FAILURES:
            record.locked_until = now + min(2.0 ** (record.failures - FREE_FAILURES), LONGEST_LOCK_SECONDS)

    def succeeded(self, account_id: str, pool_id: str, user_id: str) -> None:
        """Reset the count after a success."""
        self._records[account_id].pop((pool_id, user_id), None)

    def forget(self, account_id: str) -> None:
        """Drop the counts of an account."""
        self._records.pop(account_id, None)
