"""Answers that were given a short while ago."""

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

    An answer is kept for one user, one state of the user's library, and one question; adding or deleting a manual makes
    a new state, so that no process can give an answer from before.
    """

    def __init__(self, *, ttl_seconds: float, clock: Clock, most_entries: int = MOST_ENTRIES) -> None:
        self._ttl_seconds = ttl_seconds
        self._clock = clock
        self._most_entries = most_entries
        self._lock = threading.Lock()
        self._entries: OrderedDict[tuple[str, int, str], tuple[float, T]] = OrderedDict()

    def get(self, user_id: str, library_state: int, question: str) -> T | None:
        """The answer, if there is one that is not too old."""
        key = (user_id, library_state, normalise(question))
        with self._lock:
            expires, answer = self._entries.get(key, (0.0, None))
            if expires <= self._clock():
                self._entries.pop(key, None)
                return None
            self._entries.move_to_end(key)
            return answer

    def put(self, user_id: str, library_state: int, question: str, answer: T) -> None:
        """Keep an answer; the one that was asked for longest ago makes place for it."""
        key = (user_id, library_state, normalise(question))
        with self._lock:
            self._entries[key] = (self._clock() + self._ttl_seconds, answer)
            self._entries.move_to_end(key)
            while len(self._entries) > self._most_entries:
                self._entries.popitem(last=False)

    def check(self) -> None:
        """Do nothing but what every use needs: get hold of it."""
        with self._lock:
            return


def normalise(question: str) -> str:
    """The same text for questions that differ only in case, spaces, or the punctuation at the end.

    Example:
        >>> normalise("How do I  descale it ?")
        'how do i descale it'
    """
    folded = unicodedata.normalize("NFKC", question).casefold()
    return " ".join(folded.split()).rstrip(PUNCTUATION_AT_THE_END)
