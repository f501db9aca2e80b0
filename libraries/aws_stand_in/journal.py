"""The call journal: one entry per attempt, kept in memory for tests to read."""

import itertools
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

CAPACITY = 20_000


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One attempt of one AWS call.

    Attributes:
        number: 1, 2, 3, … in the order in which the attempts arrived.
        started_at: Epoch seconds.
        duration_ms: Until the last byte of the response was ready.
        service: The service's name in botocore (`bedrock-runtime`); empty if it was not recognised.
        operation: `InvokeModel`; empty if it was not recognised.
        region: `eu-west-1`; empty for unsigned requests.
        account_id: 12 digits.
        invocation_id: The SDK's `amz-sdk-invocation-id`, which all attempts of one call share.
        attempt: 1 for the first attempt, from the SDK's `amz-sdk-request` header.
        trace_id: The caller's `X-Amzn-Trace-Id`, which ties AWS calls to an API request.
        status: The HTTP status; None if the connection ended without one.
        error_code: The AWS error code (`ThrottlingException`); None for a success.
        fault_rule: The id of the fault rule that acted on this attempt; None if none did.
    """

    number: int
    started_at: float
    duration_ms: float
    service: str
    operation: str
    region: str
    account_id: str
    invocation_id: str
    attempt: int
    trace_id: str
    status: int | None
    error_code: str | None
    fault_rule: str | None


class CallJournal:
    """The last 20,000 attempts, oldest first."""

    def __init__(self) -> None:
        self._entries: deque[JournalEntry] = deque(maxlen=CAPACITY)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def next_number(self) -> int:
        """Reserve the number of an attempt that has just arrived."""
        return next(self._numbers)

    def add(self, entry: JournalEntry) -> None:
        """Record an attempt that is over."""
        with self._lock:
            self._entries.append(entry)

    def entries(
        self, *, after: int = 0, account_id: str | None = None, trace_id: str | None = None
    ) -> Sequence[JournalEntry]:
        """Return the attempts numbered above `after`, optionally of one account or one trace, in order."""
        with self._lock:
            entries = list(self._entries)
        chosen = [
            entry
            for entry in entries
            if entry.number > after
            and account_id in (None, entry.account_id)
            and (trace_id is None or trace_id in entry.trace_id)
        ]
        return sorted(chosen, key=lambda entry: entry.number)

    def forget(self, account_id: str | None) -> None:
        """Drop the attempts of one account, or all of them."""
        with self._lock:
            kept = [entry for entry in self._entries if account_id not in (None, entry.account_id)]
            self._entries.clear()
            self._entries.extend(kept)
