"""What is kept for a while after it has expired, and then forgotten."""

import heapq
import itertools
from collections.abc import Callable

DAY = 24 * 3600


class Expiring:
    """Things that expire at different moments, each of which is forgotten a day later.

    For that day it can still be said that a thing has expired, or had been revoked before.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = itertools.count()

    def keep(self, expires_at: float, forget: Callable[[], object]) -> None:
        """Note a thing.

        Args:
            expires_at: Epoch seconds.
            forget: Forgets it.
        """
        heapq.heappush(self._kept, (expires_at + DAY, next(self._numbers), forget))

    def forget_old(self, now: float) -> None:
        """Forget what has expired more than a day ago."""
        while self._kept and self._kept[0][0] < now:
            heapq.heappop(self._kept)[2]()
