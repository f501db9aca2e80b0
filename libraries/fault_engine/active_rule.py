"""One rule at work: which of the matching calls it hits, decided once and reproducibly."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from threading import Event, Lock
from time import monotonic
from typing import Any

from fault_engine.faults import FaultedRequest
from fault_engine.identification import Call, Environ, read_body
from fault_engine.rules import Rule, matcher, matcher_of_data

_REMEMBERED_CALLS = 10_000


@dataclass(frozen=True, slots=True)
class Injection:
    """The fault of one rule about to be injected into one request."""

    rule: Rule
    request: FaultedRequest
    withdraw: Callable[[], None]
    """Called if nothing has been injected after all, so that it is no hit."""


class ActiveRule:
    """A rule with its clock and its counters.

    Args:
        rule: The rule.
        spec: The data that the rule was made from, for reports.
        seed: Seed of the random choice, unless the rule has its own.
        seen_before: How often each call had been seen when the rule was activated.
        effects_before: Number of the latest effect when the rule was activated.
    """

    def __init__(
        self,
        rule: Rule,
        spec: Mapping[str, Any],
        *,
        seed: int,
        seen_before: Mapping[str, int],
        effects_before: int,
    ) -> None:
        self.rule = rule
        self._spec = spec
        self._seen_before = seen_before
        self._effects_before = effects_before
        self._is_matched_by = matcher(rule.pattern)
        self._has_matching_data = matcher_of_data(rule.pattern)
        self._seed = rule.schedule.seed if rule.schedule.seed is not None else seed
        self._activated_at = monotonic()
        self._expires_at = None if rule.schedule.duration is None else monotonic() + rule.schedule.duration
        self._removed = Event()
        self._lock = Lock()
        self._matched = 0
        self._hits = 0
        self._occurrences: dict[bytes, int] = defaultdict(int)
        self._chosen: OrderedDict[str, bool] = OrderedDict()

    def matches(self, call: Call) -> bool:
        """Return whether the rule is about such requests."""
        return self._is_matched_by(call) and self.rule.fault.applies_to(call)

    def has_ended(self) -> bool:
        """Return whether the rule has been removed or has expired."""
        return self._removed.is_set() or (self._expires_at is not None and monotonic() >= self._expires_at)

    def end(self) -> None:
        """End the rule and release every request that it holds."""
        self._removed.set()

    def wait_until_ended(self) -> None:
        """Wait until the rule has been removed or has expired."""
        self._removed.wait(None if self._expires_at is None else max(0.0, self._expires_at - monotonic()))

    def count_hit(self) -> None:
        """Count a hit on something that is not a request, such as a port."""
        with self._lock:
            self._matched += 1
            self._hits += 1

    def decide(self, call: Call, environ: Environ) -> Injection | None:
        """Count a request that the rule can hit by its data, too, and return the injection; None if it is spared."""
        if not (self._has_matching_data(call, environ) and self.rule.fault.can_hit(call, environ)):
            return None
        schedule = self.rule.schedule
        with self._lock:
            if self.has_ended():
                return None
            self._matched += 1
            used_up = schedule.times is not None and self._hits >= schedule.times
            if self._matched <= schedule.skip or used_up:
                return None
            if schedule.probability < 1 and not self._is_chosen(call, environ):
                return None
            self._hits += 1
            fraction = fraction_of(self._seed, self.rule.name, self._hits)
            request = FaultedRequest(environ, call, self.has_ended, fraction, self._activated_at)
            return Injection(self.rule, request, self._withdraw_hit)

    def report(self, seen: Mapping[str, int]) -> dict[str, Any]:
        """Return the rule's counters, and the calls that were seen while it was active.

        Args:
            seen: How often each call has been seen by now.
        """
        since = {name: count - self._seen_before.get(name, 0) for name, count in seen.items()}
        with self._lock:
            return {
                "name": self.rule.name,
                "description": self.rule.description,
                "active": not self.has_ended(),
                "hits": self._hits,
                "matched": self._matched,
                "must_hit": self.rule.must_hit,
                "owner": self.rule.owner and str(self.rule.owner),
                "notes": list(self.rule.notes),
                "seen": {name: count for name, count in since.items() if count},
                "effects_before": self._effects_before,
                "rule": dict(self._spec),
            }

    def _withdraw_hit(self) -> None:
        with self._lock:
            self._hits -= 1

    def _is_chosen(self, call: Call, environ: Environ) -> bool:
        if self.rule.schedule.per == "attempt":
            return self._draw(_content(call, environ), call.attempt)
        if call.invocation_id is None:
            return self._draw(_content(call, environ))
        if call.invocation_id not in self._chosen:
            self._chosen[call.invocation_id] = self._draw(_content(call, environ))
            if len(self._chosen) > _REMEMBERED_CALLS:
                self._chosen.popitem(last=False)
        return self._chosen[call.invocation_id]

    def _draw(self, content: bytes, attempt: int = 0) -> bool:
        """Draw for one call; equal calls are told apart by how many of them came before."""
        key = blake2b(content, digest_size=16, key=attempt.to_bytes(4, "big")).digest()
        self._occurrences[key] += 1
        drawn = fraction_of(self._seed, self.rule.name, key.hex(), self._occurrences[key])
        return drawn < self.rule.schedule.probability


def _content(call: Call, environ: Environ) -> bytes:
    """Return what tells one call from another: operation, query, path and body."""
    return f"{call.name} {environ.get('QUERY_STRING', '')} {call.path}\n".encode() + read_body(environ)


def fraction_of(*parts: object) -> float:
    """Return a number in [0, 1) that the parts alone determine."""
    digest = blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64
