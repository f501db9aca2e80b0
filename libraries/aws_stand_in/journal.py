"""The call journal: one entry per attempt, kept in memory for tests to read."""

import itertools
import threading
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sortedcontainers import SortedDict, SortedSet

from trace_ids import root_of

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
        fault_rule: The ids of the fault rules that acted on this attempt, separated by commas; None if none did.
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
    """The last 20,000 attempts, found by number, trace or account without looking at the others."""

    def __init__(self) -> None:
        self._entries: SortedDict = SortedDict()
        self._numbers_by_root: dict[str, set[int]] = defaultdict(set)
        self._numbers_by_account: dict[str, SortedSet] = defaultdict(SortedSet)
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def next_number(self) -> int:
        """Reserve the number of an attempt that has just arrived."""
        return next(self._numbers)

    def add(self, entry: JournalEntry) -> None:
        """Record a finished attempt."""
        with self._lock:
            self._entries[entry.number] = entry
            self._numbers_by_root[root_of(entry.trace_id)].add(entry.number)
            self._numbers_by_account[entry.account_id].add(entry.number)
            if len(self._entries) > CAPACITY:
                self._drop(self._entries.peekitem(0)[1])

    def entries(
        self, *, after: int = 0, account_id: str | None = None, trace_id: str | None = None
    ) -> Sequence[JournalEntry]:
        """Return the attempts with a number above `after`, optionally of one account or one trace, by number.

        Args:
            after: The number after which to begin.
            account_id: 12 digits; None for all accounts.
            trace_id: The root of a trace, or a header that has it; None for all traces.
        """
        with self._lock:
            found = [self._entries[number] for number in self._numbers_after(after, account_id, trace_id)]
        return [entry for entry in found if account_id in (None, entry.account_id)]

    def _numbers_after(self, after: int, account_id: str | None, trace_id: str | None) -> Iterable[int]:
        if trace_id is not None:
            return sorted(
                number for number in self._numbers_by_root.get(root_of(trace_id), ()) if number > after
            )
        sorted_numbers = self._entries if account_id is None else self._numbers_by_account.get(account_id)
        return sorted_numbers.irange(after, inclusive=(False, True)) if sorted_numbers else ()

    def forget(self, account_id: str | None) -> None:
        """Drop the attempts of one account, or all of them."""
        with self._lock:
            numbers = self._entries if account_id is None else self._numbers_by_account.get(account_id, ())
            for number in list(numbers):
                self._drop(self._entries[number])

    def _drop(self, entry: JournalEntry) -> None:
        del self._entries[entry.number]
        for numbers, key in (
            (self._numbers_by_root, root_of(entry.trace_id)),
            (self._numbers_by_account, entry.account_id),
        ):
            numbers[key].discard(entry.number)
            if not numbers[key]:
                del numbers[key]
