"""What is remembered for some time and then forgotten, however much of it there is."""

from collections import OrderedDict
from typing import Generic, TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")


class RecentValues(Generic[Key, Value]):
    """Values by key, each of them kept for the same time. Noting and getting one take as long with many as with few.

    Args:
        seconds: For how long a value is kept.

    Example:
        >>> answers = RecentValues[str, str](seconds=300)
        >>> answers.note("token", "done", now=1000.0)
        >>> answers.get("token", now=1299.9)
        'done'
        >>> answers.get("token", now=1300.0) is None
        True
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._noted: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def __len__(self) -> int:
        """Return how many values are kept; some may be too old already."""
        return len(self._noted)

    def note(self, key: Key, value: Value, now: float) -> None:
        """Keep a value from now on, in place of the key's earlier one.

        Args:
            key: What it is got by.
            value: What to keep.
            now: Epoch seconds, as in `get`.
        """
        self._noted[key] = now, value
        self._noted.move_to_end(key)

    def get(self, key: Key, now: float) -> Value | None:
        """Return the value of a key, None if none was noted recently; forget all that are too old.

        Args:
            key: What it was noted by.
            now: Epoch seconds.
        """
        while self._noted and now >= next(iter(self._noted.values()))[0] + self._seconds:
            self._noted.popitem(last=False)
        return self._noted[key][1] if key in self._noted else None
