"""Rules at work: which call each of them hits, decided once and reproducibly."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from threading import Event, Lock
from time import monotonic
from typing import Any

from fault_engine.identification import Call
from fault_engine.rules import Rule, matcher

_REMEMBERED_CALLS = 10_000


def fraction_of(*parts: object) -> float:
    """A number in [0, 1) that the parts alone determine."""
    digest = blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") / 2**64


@dataclass(frozen=True, slots=True)
class Strike:
    """A rule about to hit a request."""

    active: "ActiveRule"
    fraction: float

    @property
    def rule(self) -> Rule:
        return self.active.rule


class ActiveRule:
    """A rule with its clock and its counts."""

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
        self.spec = spec
        self.seen_before = seen_before
        self.effects_before = effects_before
        self._is_target = matcher(rule.target)
        self._seed = rule.schedule.seed if rule.schedule.seed is not None else seed
        self._ends = None if rule.schedule.duration is None else monotonic() + rule.schedule.duration
        self._removed = Event()
        self._lock = Lock()
        self._matched = 0
        self._hits = 0
        self._occurrences: dict[bytes, int] = defaultdict(int)
        self._chosen: OrderedDict[str, bool] = OrderedDict()

    def matches(self, call: Call) -> bool:
        """Whether the rule is about this request."""
        return self._is_target(call) and self.rule.fault.can_strike(call)

    def ended(self) -> bool:
        """Whether the rule has been removed or its time is over."""
        return self._removed.is_set() or (self._ends is not None and monotonic() >= self._ends)

    def remove(self) -> None:
        """End the rule and let go whatever it holds."""
        self._removed.set()

    def wait_until_ended(self) -> None:
        """Return when the rule has been removed or its time is over."""
        self._removed.wait(None if self._ends is None else max(0.0, self._ends - monotonic()))

    def count_hit(self) -> None:
        """Count a hit on something that is no request."""
        with self._lock:
            self._matched += 1
            self._hits += 1

    def claim(self, call: Call, content: Callable[[], bytes]) -> Strike | None:
        """Decide about one matching request.

        Args:
            call: The request.
            content: Gives what tells one call from another (path and body); asked only if chance decides.

        Returns:
            The strike, None if this request is spared.
        """
        schedule = self.rule.schedule
        with self._lock:
            if self.ended():
                return None
            self._matched += 1
            used_up = schedule.times is not None and self._hits >= schedule.times
            if self._matched <= schedule.skip or used_up:
                return None
            if schedule.probability < 1 and not self._is_chosen(call, content):
                return None
            self._hits += 1
            return Strike(self, fraction_of(self._seed, self.rule.name, self._hits))

    def report(self, seen: Mapping[str, int]) -> dict[str, Any]:
        """What became of the rule: counts, and the calls that were seen while it stood."""
        since = {name: count - self.seen_before.get(name, 0) for name, count in seen.items()}
        with self._lock:
            return {
                "name": self.rule.name,
                "description": self.rule.describe(),
                "active": not self.ended(),
                "hits": self._hits,
                "matched": self._matched,
                "must_hit": self.rule.must_hit,
                "notes": list(self.rule.notes),
                "seen": {name: count for name, count in since.items() if count},
                "effects_before": self.effects_before,
                "rule": dict(self.spec),
            }

    def _is_chosen(self, call: Call, content: Callable[[], bytes]) -> bool:
        if self.rule.schedule.per == "attempt":
            return self._draw(content(), call.attempt)
        if call.invocation_id is None:
            return self._draw(content())
        if call.invocation_id not in self._chosen:
            self._chosen[call.invocation_id] = self._draw(content())
            if len(self._chosen) > _REMEMBERED_CALLS:
                self._chosen.popitem(last=False)
        return self._chosen[call.invocation_id]

    def _draw(self, content: bytes, attempt: int = 0) -> bool:
        """Equal calls are told apart by how many of them came before."""
        key = blake2b(content, digest_size=16, key=attempt.to_bytes(4, "big")).digest()
        self._occurrences[key] += 1
        drawn = fraction_of(self._seed, self.rule.name, key.hex(), self._occurrences[key])
        return drawn < self.rule.schedule.probability


class RuleBook:
    """The rules that stand, in their order; it never changes, a new one takes its place.

    Remembers which rules are about a request, since there are few kinds of calls and many requests.
    """

    def __init__(self, rules: Iterable[ActiveRule] = ()) -> None:
        self.rules = tuple(rules)
        self._about: dict[tuple[object, ...], tuple[ActiveRule, ...]] = {}

    def about(self, call: Call) -> tuple[ActiveRule, ...]:
        """The rules that match a request."""
        aws = (call.candidates, call.region, call.access_key_id, call.attempt)
        facts = aws if call.candidates else (call.method, call.path)
        found = self._about.get(facts)
        if found is None:
            if len(self._about) >= _REMEMBERED_CALLS:
                self._about.clear()
            found = self._about[facts] = tuple(rule for rule in self.rules if rule.matches(call))
        return found
