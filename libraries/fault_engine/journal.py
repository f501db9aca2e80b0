"""The journal of effects: one entry for each fault injected into a request."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from threading import Lock
from time import monotonic, time
from typing import Any

from fault_engine.identification import Call
from fault_engine.owners import Owner, is_visible
from fault_engine.rules import Rule

_KEPT = 50_000


@dataclass(slots=True)
class Effect:
    """One fault injected into one request. `held_ms` is for how long it held the request, None while it still does."""

    number: int
    at: float
    """Epoch seconds."""
    rule: str
    fault: str
    phase: str
    service: str | None
    operation: str | None
    region: str | None
    account_id: str | None
    invocation_id: str | None
    attempt: int
    method: str
    path: str
    trace_id: str | None
    owner: Owner | None
    """Of the rule."""
    held_ms: float | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the entry as the control API shows it."""
        return {**asdict(self), "owner": self.owner and str(self.owner)}


class EffectJournal:
    """The latest 50,000 effects since the journal was cleared, numbered from 1."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._count = 0
        self._effects: deque[Effect] = deque(maxlen=_KEPT)

    @property
    def count(self) -> int:
        """The number of the latest effect."""
        return self._count

    @contextmanager
    def recorded(self, rule: Rule, call: Call) -> Iterator[Effect]:
        """Record that a rule hits a call now, and at the end for how long."""
        effect = self._record(rule, call)
        started = monotonic()
        try:
            yield effect
        finally:
            effect.held_ms = round((monotonic() - started) * 1000, 3)

    def withdraw(self, effect: Effect) -> None:
        """Forget an effect, since there was none after all; its number is not given again."""
        with self._lock, suppress(ValueError):  # it may have been forgotten already
            self._effects.remove(effect)

    def after(self, number: int = 0, viewer: Owner | None = None) -> list[Effect]:
        """Return the effects with higher numbers than this one that a viewer may see; None sees all."""
        with self._lock:
            return [
                effect
                for effect in self._effects
                if effect.number > number and is_visible(effect.owner, viewer)
            ]

    def clear(self) -> None:
        """Forget all effects; the numbering continues."""
        with self._lock:
            self._effects.clear()

    def _record(self, rule: Rule, call: Call) -> Effect:
        with self._lock:
            self._count += 1
            effect = Effect(
                number=self._count,
                at=time(),
                rule=rule.name,
                fault=rule.fault.fault,
                phase=rule.phase,
                service=call.service,
                operation=call.operation,
                region=call.region,
                account_id=call.account_id,
                invocation_id=call.invocation_id,
                attempt=call.attempt,
                method=call.method,
                path=call.path,
                trace_id=call.trace_id,
                owner=rule.owner,
            )
            self._effects.append(effect)
            return effect
