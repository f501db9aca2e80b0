"""The clock of user pools, which a test can set forward, so that codes, sessions and lockouts end when the test needs it."""

import math
from collections import defaultdict
from collections.abc import Callable

from aws_stand_in.moto_patches.current_account import current_account


class PoolClock:
    """Epoch seconds for the user pools of the account that is served, ahead of the real time by what has been advanced.

    Args:
        clock: The real time in epoch seconds.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._ahead: dict[str, float] = defaultdict(float)

    def __call__(self) -> float:
        return self._clock() + self._ahead.get(current_account.get(), 0.0)

    def real(self) -> float:
        """Return the real time, to which a clock that was set forward is set back."""
        return self._clock()

    def advance(self, account_id: str, seconds: float) -> float:
        """Set the clock of an account forward.

        Args:
            account_id: 12 digits.
            seconds: How far, 0 or more.

        Returns:
            The new time in epoch seconds.

        Raises:
            ValueError: The number is negative or not finite.
        """
        if not 0 <= seconds < math.inf:
            raise ValueError(f"The clock can only be set forward, not by {seconds:g} s.")
        self._ahead[account_id] += seconds
        return self._clock() + self._ahead[account_id]

    def restore(self, account_id: str) -> None:
        """Set the clock of an account's user pools back to the real time."""
        self._ahead.pop(account_id, None)
