"""The cache of recent answers."""

import threading
import unicodedata
from collections import OrderedDict
from typing import Generic, TypeVar

from manuel_sandbox.times import Clock

T = TypeVar("T")

MOST_ENTRIES = 1000
PUNCTUATION_AT_THE_END = " ?!.…;,"


class AnswerCache(Generic[T]):
    """Keeps answers in the memory of a warm process.

    An answer belongs to one user, one state of the user's library, and one question. Adding or deleting a manual creates a new
    state, so that no process can return an answer from before.
    """

    def __init__(self, *, ttl_seconds: float, clock: Clock, most_entries: int = MOST_ENTRIES) -> None:
        self._ttl_seconds = ttl_seconds
        self._clock = clock
        self._most_entries = most_entries
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[str, int, str], tuple[float, T]] = OrderedDict()

    def get(self, user_id: str, library_state: int, question: str) -> T | None:
        """Return the answer, or None if there is none that is recent enough."""
        key = (user_id, library_state, normalise(question))
        with self._lock:
            expires, answer = self._entries.get(key, (0.0, None))
            if expires <= self._clock():
                self._entries.pop(key, None)
                return None
            self._entries.move_to_end(key)
            return answer

    def put(self, user_id: str, library_state: int, question: str, answer: T) -> None:
        """Keep an answer; the least recently used one is dropped if there are too many."""
        key = (user_id, library_state, normalise(question))
        with self._lock:
            self._entries[key] = (self._clock() + self._ttl_seconds, answer)
            self._entries.move_to_end(key)
            while len(self._entries) > self._most_entries:
                self._entries.popitem(last=False)

    def check(self) -> None:
        """Check that the cache can be used, by acquiring its lock."""
        with self._lock:
            return


def normalise(question: str) -> str:
    """Return the same string for questions that differ only in case, spaces, or the punctuation at the end.

    Example:
        >>> normalise("How do I  descale it ?")
        'how do i descale it'
    """
    written_alike = unicodedata.normalize("NFC", question).lower()
    return " ".join(written_alike.split()).rstrip(PUNCTUATION_AT_THE_END)
