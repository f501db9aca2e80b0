"""The active rules of an engine, and what they inject into each request."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any

from fault_engine.active_rule import ActiveRule, Injection
from fault_engine.errors import RuleError, UnsupportedFaultError
from fault_engine.faults import Phase, Refused, StaleRead
from fault_engine.identification import Call, Environ
from fault_engine.journal import EffectJournal
from fault_engine.model_checks import check_rule
from fault_engine.owners import Epochs, Owner, is_visible
from fault_engine.refusable_ports import RefusablePorts
from fault_engine.rules import Rule, parse_rule
from field_comparison.suggestions import did_you_mean

_COUNTED_CALLS = 1000
_REMEMBERED_CALLS = 10_000


class RuleSet:
    """The active rules in the order in which they were added, safe to use from any thread.

    An owner sees the rules of its own worker and those that belong to nobody; without an owner, all are seen.

    Args:
        seed: Seed of the random choices, unless a rule has its own.
    """

    def __init__(self, *, seed: int = 0) -> None:
        self.journal = EffectJournal()
        self.refusable_ports = RefusablePorts(self.journal)
        self.when_epoch_ends: list[Callable[[], None]] = []
        """Called after an owner's epoch has ended."""
        self.stale_reads_supported = False
        """Whether the application finds the moment that it is to read as of, and so can have stale reads."""
        self._seed = seed
        self._lock = Lock()
        self._index = _RuleIndex()
        self._seen: Counter[str] = Counter()
        self._epochs = Epochs()

    @property
    def is_empty(self) -> bool:
        """Whether no rule is active, so that requests need not be looked at."""
        return not self._index.rules

    def reports(self, owner: Owner | None = None) -> list[dict[str, Any]]:
        """Return a report on each rule that an owner sees."""
        return self._reports(self._seen_by(owner))

    def add(self, *specs: Mapping[str, Any], owner: Owner | None = None) -> list[dict[str, Any]]:
        """Activate rules, all or none of them.

        Returns:
            A report on each, with the name that it was given.

        Raises:
            RuleError: A rule is not valid, a rule of the same name is already active, or the owner's rules have ended.
            UnsupportedFaultError: The application can't have such a fault.
        """
        return self.replace((), *specs, owner=owner)

    def replace(
        self, names: Collection[str], *specs: Mapping[str, Any], owner: Owner | None = None
    ) -> list[dict[str, Any]]:
        """End some rules and activate others at the same moment, or change nothing.

        Args:
            names: Rules to end; those that have ended already are ignored.
            specs: Rules to activate, as data.
            owner: To whom the new rules belong, and who sees those to end; None for nobody, who sees all.

        Returns:
            A report on each new rule.

        Raises:
            RuleError: As for `add`.
        """
        rules = [self._checked(spec).owned_by(owner) for spec in specs]
        with self._lock:
            self._epochs.require_open(owner)
            ended = [active for active in self._seen_by(owner) if active.rule.name in names]
            taken = {active.rule.name for active in self._seen_by(owner) if active not in ended}
            added = self._activated(rules, specs, taken)
            self._index = self._index.without(ended).with_rules(added)
        self._end(ended)
        for active in added:
            if isinstance(active.rule.fault, Refused):
                self.refusable_ports.refuse_during(active)
        return self._reports(added)

    def remove(self, name: str, owner: Owner | None = None) -> dict[str, Any]:
        """End one rule, release what it holds and return the final report on it.

        Raises:
            RuleError: There is no such rule.
        """
        with self._lock:
            found = [active for active in self._seen_by(owner) if active.rule.name == name]
            if not found:
                names = [active.rule.name for active in self._seen_by(owner)]
                raise RuleError(f"There is no rule {name!r}.{did_you_mean(name, names)}")
            self._index = self._index.without(found)
        self._end(found)
        return self._reports(found)[0]

    def clear(self) -> list[dict[str, Any]]:
        """End all rules and return the final report on each."""
        with self._lock:
            ended, self._index = self._index.rules, _RuleIndex()
        self._end(ended)
        return self._reports(ended)

    def end(self, owner: Owner) -> list[dict[str, Any]]:
        """End an owner's epoch: its rules, those of its worker's earlier epochs, and those that belong to nobody.

        A request of the epoch that is still on its way can't activate a rule any more.

        Returns:
            The final report on each rule.
        """
        with self._lock:
            self._epochs.end(owner)
            ended = [
                active
                for active in self._index.rules
                if active.rule.owner is None or self._epochs.have_ended(active.rule.owner)
            ]
            self._index = self._index.without(ended)
        self._end(ended)
        for follow_up in self.when_epoch_ends:
            follow_up()
        return self._reports(ended)

    def injections(self, call: Call, environ: Environ) -> list[Injection]:
        """Decide which faults to inject into a request, in the order in which they are to happen.

        What ends a request before the work is done spares it from everything that could happen afterwards.
        """
        self._count_seen(call)
        injections: list[Injection] = []
        for active in self._index.matching(call):
            injection = active.decide(call, environ)
            if injection:
                injections.append(injection)
                if injection.rule.fault.ends_request:
                    break
        return injections

    def _seen_by(self, owner: Owner | None) -> list[ActiveRule]:
        return [active for active in self._index.rules if is_visible(active.rule.owner, owner)]

    def _checked(self, spec: Mapping[str, Any]) -> Rule:
        rule = check_rule(parse_rule(spec))
        if isinstance(rule.fault, Refused):
            self.refusable_ports.require_port(rule.name)
        if isinstance(rule.fault, StaleRead) and not self.stale_reads_supported:
            raise UnsupportedFaultError(
                f"rule {rule.name!r}: only the AWS stand-in knows what its tables held before, so only the stand-in's own "
                "fault engine can inject stale_read"
            )
        return rule

    def _activated(
        self, rules: Iterable[Rule], specs: Iterable[Mapping[str, Any]], taken: set[str]
    ) -> list[ActiveRule]:
        added: list[ActiveRule] = []
        for rule, spec in zip(rules, specs, strict=True):
            named = _with_free_name(rule, taken, is_given=bool(spec.get("name")))
            taken.add(named.name)
            active = ActiveRule(
                named,
                spec,
                seed=self._seed,
                seen_before=dict(self._seen),
                effects_before=self.journal.count,
            )
            added.append(active)
        return added

    def _end(self, rules: Sequence[ActiveRule]) -> None:
        for active in rules:
            active.end()
        self.refusable_ports.wait_until_open(rules)

    def _count_seen(self, call: Call) -> None:
        name = call.name
        with self._lock:
            if name in self._seen or len(self._seen) < _COUNTED_CALLS:
                self._seen[name] += 1

    def _reports(self, rules: Iterable[ActiveRule]) -> list[dict[str, Any]]:
        with self._lock:
            seen = dict(self._seen)
        return [active.report(seen) for active in rules]


class _RuleIndex:
    """An unchanging sequence of rules that remembers which of them match a kind of call.

    There are few kinds of calls and many requests.
    """

    def __init__(self, rules: Iterable[ActiveRule] = ()) -> None:
        self.rules = tuple(rules)
        self._matching: dict[tuple[object, ...], tuple[ActiveRule, ...]] = {}

    def without(self, ended: Collection[ActiveRule]) -> "_RuleIndex":
        """Return the sequence without some of its rules."""
        return _RuleIndex(rule for rule in self.rules if rule not in ended)

    def with_rules(self, added: Iterable[ActiveRule]) -> "_RuleIndex":
        """Return the sequence with further rules at its end."""
        return _RuleIndex((*self.rules, *added))

    def matching(self, call: Call) -> tuple[ActiveRule, ...]:
        """Return the rules that match a request, in the order in which they can act."""
        aws = (call.candidates, call.protocol, call.region, call.access_key_id, call.attempt)
        kind = aws if call.candidates else (call.method, call.path)
        found = self._matching.get(kind)
        if found is None:
            if len(self._matching) >= _REMEMBERED_CALLS:
                self._matching.clear()
            matching = [rule for rule in self.rules if rule.matches(call)]
            found = self._matching[kind] = tuple(sorted(matching, key=_acts_after_the_work))
        return found


def _acts_after_the_work(active: ActiveRule) -> bool:
    return active.rule.phase is Phase.AFTER


def _with_free_name(rule: Rule, taken: Collection[str], *, is_given: bool) -> Rule:
    if rule.name not in taken:
        return rule
    if is_given:
        raise RuleError(f"A rule {rule.name!r} is already active. Remove it first, or use another name.")
    number = next(n for n in range(2, len(taken) + 3) if f"{rule.name} ({n})" not in taken)
    return rule.renamed(f"{rule.name} ({number})")
