"""What has happened within the last five minutes."""

from collections import OrderedDict
from typing import Generic, TypeVar

SECONDS = 5 * 60
Key = TypeVar("Key")
Value = TypeVar("Value")


class Recent(Generic[Key, Value]):
    """Values by a key, each for five minutes."""

    def __init__(self) -> None:
        self._noted: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def note(self, key: Key, value: Value, now: float) -> None:
        """Keep a value."""
        self._noted[key] = (now, value)
        self._noted.move_to_end(key)

    def get(self, key: Key, now: float) -> Value | None:
        """Return a value that was noted within five minutes."""
        while self._noted and next(iter(self._noted.values()))[0] <= now - SECONDS:
            self._noted.popitem(last=False)
        return self._noted[key][1] if key in self._noted else None
