"""The fault engine: rules, the stages they act at, the journal of what they did."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from fault_engine.active_rules import ActiveRule, RuleBook, Strike
from fault_engine.control import control_application
from fault_engine.faults import Refused
from fault_engine.fields import RuleError, did_you_mean
from fault_engine.identification import CALL_KEY, Call, Environ, identify, raw_target, read_body
from fault_engine.journal import Effect, EffectJournal
from fault_engine.model_checks import check_rule
from fault_engine.refusable_ports import RefusablePorts
from fault_engine.rules import Rule, parse_rule
from fault_engine.stage import Stage

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

_REMEMBERED_NAMES = 1000


class FaultEngine:
    """Brings faults about in whatever WSGI application is wrapped.

    Rules are tried in the order in which they were added. Delays add up; the first other fault that hits decides.

    Args:
        seed: Decides, together with a call's content, whom rules with a probability hit, unless a rule has its own.

    Example:
        ```python
        engine = FaultEngine()
        server = make_server("127.0.0.1", 0, engine.wrap(application), threaded=True)
        engine.add({"service": "sqs", "fault": "error", "code": "RequestThrottled", "times": 2})
        ```
    """

    def __init__(self, *, seed: int = 0) -> None:
        self.journal = EffectJournal()
        self.refusable_ports = RefusablePorts(self.journal)
        """Ports that can be closed; proxies add theirs."""
        self.is_armed = False
        """Whether there is any rule; without one a stage costs nothing."""
        self._seed = seed
        self._lock = Lock()
        self._book = RuleBook()
        self._seen: Counter[str] = Counter()
        self.control: WSGIApplication = control_application(self)
        """The HTTP control API, to be mounted at `/_faults`."""

    def wrap(self, application: "WSGIApplication") -> "WSGIApplication":
        """Put an endpoint of AWS behind the engine: rules by service and operation act on it."""
        return Stage(self, application, identify)

    def wrap_api(self, application: "WSGIApplication") -> "WSGIApplication":
        """Put an HTTP API that is not AWS's behind the engine: rules by method and path act on it."""
        return Stage(self, application, _http_call)

    @property
    def rules(self) -> list[dict[str, Any]]:
        """A report on each rule: `name`, `active`, `hits`, `matched`, `seen`, ..."""
        return self._report(self._book.rules)

    def add(self, *specs: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Activate rules, all or none of them.

        Args:
            specs: Rules as data, see `fault_engine.rules`.

        Returns:
            A report on each, with the name that it got.

        Raises:
            RuleError: A rule is not valid, or one of its name is active already.
        """
        return self.replace((), *specs)

    def replace(self, names: Iterable[str], *specs: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Activate rules and end others in the same moment, or change nothing.

        Args:
            names: Rules that end; those that have ended already are no error.
            specs: Rules as data.

        Returns:
            A report on each new rule.

        Raises:
            RuleError: As `add`.
        """
        rules = [self._checked(spec) for spec in specs]
        with self._lock:
            replaced = tuple(active for active in self._book.rules if active.rule.name in set(names))
            added = self._named_apart(rules, specs, replaced)
            kept = self._end(replaced)
            self._open(RuleBook((*kept, *added)))
        self.refusable_ports.wait_until_open(replaced)
        for active in added:
            if isinstance(active.rule.fault, Refused):
                self.refusable_ports.close_during(active)
        return self._report(added)

    def remove(self, name: str) -> dict[str, Any]:
        """End one rule and release what it holds.

        Returns:
            The last report on it.

        Raises:
            RuleError: There is no such rule.
        """
        with self._lock:
            found = next((active for active in self._book.rules if active.rule.name == name), None)
            if found is None:
                names = [active.rule.name for active in self._book.rules]
                raise RuleError(f"There is no rule {name!r}.{did_you_mean(name, names)}")
            self._open(RuleBook(self._end((found,))))
        self.refusable_ports.wait_until_open((found,))
        return self._report((found,))[0]

    def clear(self) -> list[dict[str, Any]]:
        """End all rules; the last report on each."""
        with self._lock:
            removed = self._book.rules
            self._open(RuleBook(self._end(removed)))
        self.refusable_ports.wait_until_open(removed)
        return self._report(removed)

    def effects(self, after: int = 0) -> list[Effect]:
        """What was done to whom, from the first effect with a number higher than `after`."""
        return self.journal.after(after)

    def shutdown(self) -> None:
        """End all rules, so that no request is held and no port closed any longer."""
        self.clear()

    def strikes_at(self, call: Call, environ: Environ) -> list[Strike]:
        """Decide what hits a request, in the order in which it is to happen."""
        self._note(call)
        content = partial(_content, call, environ)
        strikes: list[Strike] = []
        for active in self._book.about(call):
            strike = active.claim(call, content)
            if strike:
                strikes.append(strike)
                if strike.rule.fault.ends_exchange:
                    break
        return strikes

    def _checked(self, spec: Mapping[str, Any]) -> Rule:
        rule = check_rule(parse_rule(spec))
        if isinstance(rule.fault, Refused):
            self.refusable_ports.require(rule.name)
        return rule

    def _named_apart(
        self, rules: Sequence[Rule], specs: Sequence[Mapping[str, Any]], replaced: Sequence[ActiveRule]
    ) -> tuple[ActiveRule, ...]:
        taken = {active.rule.name for active in self._book.rules if active not in replaced}
        added: list[ActiveRule] = []
        for rule, spec in zip(rules, specs, strict=True):
            named = _with_free_name(rule, taken, stated=bool(spec.get("name")))
            taken.add(named.name)
            added.append(
                ActiveRule(
                    named,
                    spec,
                    seed=self._seed,
                    seen_before=dict(self._seen),
                    effects_before=self.journal.count,
                )
            )
        return tuple(added)

    def _note(self, call: Call) -> None:
        name = call.name
        with self._lock:
            if name in self._seen or len(self._seen) < _REMEMBERED_NAMES:
                self._seen[name] += 1

    def _end(self, rules: Sequence[ActiveRule]) -> list[ActiveRule]:
        for active in rules:
            active.remove()
        return [active for active in self._book.rules if active not in rules]

    def _open(self, book: RuleBook) -> None:
        self._book = book
        self.is_armed = bool(book.rules)

    def _report(self, rules: Sequence[ActiveRule]) -> list[dict[str, Any]]:
        with self._lock:
            seen = dict(self._seen)
        return [active.report(seen) for active in rules]


def _content(call: Call, environ: Environ) -> bytes:
    return f"{call.name} {environ.get('QUERY_STRING', '')} {call.path}\n".encode() + read_body(environ)


def _http_call(environ: Environ) -> Call:
    call: Call | None = environ.get(CALL_KEY)
    if call is None:
        path, _ = raw_target(environ)
        call = environ[CALL_KEY] = Call(
            method=environ["REQUEST_METHOD"], path=path, trace_id=environ.get("HTTP_X_AMZN_TRACE_ID")
        )
    return call


def _with_free_name(rule: Rule, taken: set[str], *, stated: bool) -> Rule:
    if rule.name not in taken:
        return rule
    if stated:
        raise RuleError(
            f"A rule {rule.name!r} is active already. Remove it first, or give this one another name."
        )
    number = next(n for n in range(2, len(taken) + 3) if f"{rule.name} ({n})" not in taken)
    return rule.renamed(f"{rule.name} ({number})")
