"""The life of failures, from activation to verification; independent of Robot Framework and HTTP."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from cause_register.forms import HitNothing, NotTriggered
from FailureSimulator.drivers import FaultDriver, RuleReport
from FailureSimulator.errors import (
    FailureNeverHappenedError,
    FailureNotTriggeredError,
    FailureSimulationError,
)
from FailureSimulator.named_failures import NamedFailure, NamedFailures, RealCause

Action = Callable[[], object]
"""Does something to the backend once. An action that proves a failure returns an HTTP status or a response with one."""


@dataclass(slots=True)
class ActiveFailure:
    """A failure from its activation until it has been verified."""

    name: str
    effects_before: Mapping[str, int] = field(default_factory=dict)
    must_hit: frozenset[str] = frozenset()
    """The names of those of its rules of which one has to hit something."""
    undo: str | None = None
    final_reports: list[RuleReport] = field(default_factory=list)

    @property
    def rule_names(self) -> tuple[str, ...]:
        """The names of its rules."""
        return tuple(self.effects_before)

    def caused(self, effect: Mapping[str, Any]) -> bool:
        """Return whether an effect is one of its rules', and not of an earlier rule of the same name."""
        before = self.effects_before.get(effect["rule"])
        return before is not None and effect["number"] > before

    @property
    def hits(self) -> int:
        """The number of requests that its rules have hit; known once it has ended."""
        return sum(report["hits"] for report in self.final_reports)


class Simulator:
    """Activates failures, ends them, and verifies that they have happened.

    Args:
        driver: Activates the rules.
        setting: Returns a setting of the environment by name, None if it is unknown.
    """

    def __init__(self, driver: FaultDriver, setting: Callable[[str], Any]) -> None:
        self.named_failures = NamedFailures()
        self.causes: dict[str, Action] = {}
        self._driver = driver
        self._setting = setting
        self._active: dict[str, ActiveFailure] = {}
        self._ended: list[ActiveFailure] = []
        self.ended_in_test: list[ActiveFailure] = []
        """Every failure that has ended since the last `begin`, in this order."""
        self.made_failures = False
        """Whether something has failed, or was to fail, since the last `begin`."""

    def begin(self) -> list[RuleReport]:
        """Begin a test; return a report on each rule that was still active and has been ended."""
        self.made_failures = False
        self.ended_in_test = []
        reports = self._driver.clear()
        ended = {report["name"] for report in reports}
        self._active = {
            name: failure for name, failure in self._active.items() if ended.isdisjoint(failure.rule_names)
        }
        return reports

    def activate_named(self, name: str, options: Mapping[str, Any]) -> ActiveFailure:
        """Activate a failure by name; options override those of its rules."""
        named = self.named_failures[name]
        self._require_inactive(named.name)
        self.made_failures = True
        if named.cause is not None:
            if options:
                raise FailureSimulationError(
                    f"Failure {named.name} has a real cause and no rules, so it takes no {', '.join(options)}."
                )
            return self._activate_cause(named, named.cause)
        return self.activate_rules(named.name, [{**rule, **options} for rule in named.rules])

    def activate_rules(self, name: str | None, rules: Iterable[Mapping[str, Any]]) -> ActiveFailure:
        """Activate rules as one failure; without a name it is named after its first rule."""
        if name is not None:
            self._require_inactive(name)
        self.made_failures = True
        reports = self._driver.activate(_named(name, rules))
        effects_before = {str(report["name"]): int(report["effects_before"]) for report in reports}
        must_hit = frozenset(str(report["name"]) for report in reports if report["must_hit"])
        failure = ActiveFailure(name or next(iter(effects_before)), effects_before, must_hit)
        self._active[failure.name] = failure
        return failure

    def deactivate(self, name: str) -> ActiveFailure:
        """End a failure and return it; one that has ended already is only returned."""
        failure = self.find(name)
        if failure.name in self._active:
            self._end(failure, self._driver.deactivate(failure.rule_names))
        return failure

    def find(self, name: str) -> ActiveFailure:
        """Return the latest failure of a name, active or ended.

        Raises:
            FailureSimulationError: No such failure has been activated.
        """
        known = {failure.name: failure for failure in (*self._ended, *self._active.values())}
        canonical = name if name in known else self.named_failures.canonical_name(name)
        if canonical not in known:
            activated = ", ".join(known) or "none"
            raise FailureSimulationError(f"Failure {name!r} has not been activated. Activated: {activated}.")
        return known[canonical]

    def hits(self, name: str) -> int:
        """Return how many requests a failure has hit so far."""
        failure = self.find(name)
        if failure.name not in self._active:
            return failure.hits
        reports = {report["name"]: report["hits"] for report in self._driver.reports()}
        return sum(reports.get(rule, 0) for rule in failure.rule_names)

    def effects(self, name: str | None = None) -> list[Mapping[str, Any]]:
        """Return what was done to which request, by one failure or by all."""
        effects = self._driver.effects()
        return [*filter(self.find(name).caused, effects)] if name else effects

    def roll_back(self) -> None:
        """End every failure, and every rule that this object does not know: its activation may have been interrupted."""
        reports = self._driver.clear()
        self.made_failures |= bool(reports)
        with ExitStack() as endings:
            for failure in list(self._active.values()):
                endings.callback(self._end, failure, reports)

    def verify(self) -> None:
        """End every failure, and forget it once it is known whether it happened.

        Raises:
            FailureNeverHappenedError: One of them hit nothing.
        """
        self.roll_back()
        ended, self._ended = self._ended, []
        missed = [never_happened(failure) for failure in ended if not happened(failure)]
        if missed:
            raise FailureNeverHappenedError("\n".join(missed))

    def forget(self, name: str) -> ActiveFailure:
        """End a failure and return it; `verify` no longer includes it."""
        failure = self.deactivate(name)
        self._ended.remove(failure)
        return failure

    def _activate_cause(self, named: NamedFailure, cause: RealCause) -> ActiveFailure:
        action, proof = self._action(cause.action, named), self._action(cause.proof, named)
        times = self._number(cause.times, named)
        reports = self._driver.activate(_named(named.name, cause.under)) if cause.under else []
        try:
            for _ in range(times):
                action()
        finally:
            self._driver.deactivate([str(report["name"]) for report in reports])
        failure = ActiveFailure(named.name, undo=cause.undo)
        self._active[failure.name] = failure
        status = _status(cause.proof, proof())
        if status != cause.status:
            proof_of_it = f"after {times} x {cause.action}, status {cause.status} from {cause.proof}"
            raise FailureNotTriggeredError(NotTriggered(named.name, proof_of_it, status))
        return failure

    def _action(self, name: str, named: NamedFailure) -> Action:
        if name not in self.causes:
            raise FailureSimulationError(
                f"Failure {named.name} needs {name!r}, which has not been provided: use `Provide Cause    {name}    "
                f"<keyword>`, or causes={{{name!r}: ...}} in Python."
            )
        return self.causes[name]

    def _number(self, times: int | str, named: NamedFailure) -> int:
        value = self._setting(times) if isinstance(times, str) else times
        if value is None:
            raise FailureSimulationError(
                f"Failure {named.name} needs the setting {times!r}, which this environment does not have."
            )
        return int(value)

    def _end(self, failure: ActiveFailure, reports: Iterable[RuleReport]) -> None:
        failure.final_reports = [report for report in reports if report["name"] in failure.rule_names]
        del self._active[failure.name]
        self._ended.append(failure)
        self.ended_in_test.append(failure)
        if failure.undo in self.causes:
            self.causes[failure.undo]()

    def _require_inactive(self, name: str) -> None:
        if name in self._active:
            raise FailureSimulationError(f"Failure {name!r} is already active. Deactivate it first.")


def _named(name: str | None, rules: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return rules without empty options, named after their failure."""
    stated = [{option: value for option, value in rule.items() if value is not None} for rule in rules]
    if name is None:
        return stated
    return [
        {"name": name if number == 1 else f"{name} #{number}", **rule}
        for number, rule in enumerate(stated, 1)
    ]


def _status(action: str, answer: object) -> int:
    status = getattr(answer, "status_code", answer)
    try:
        return int(status)  # type: ignore[call-overload, no-any-return]
    except (TypeError, ValueError):
        raise FailureSimulationError(f"Expected an HTTP status from {action}, got {answer!r}.") from None


def never_happened(failure: ActiveFailure) -> str:
    """Return a message that a failure hit nothing, with what it waited for and what was seen instead."""
    lines = [f"{HitNothing(repr(failure.name))}."]
    reported = {report["name"] for report in failure.final_reports}
    for report in failure.final_reports:
        lines.append(f"  expected: {report['description']}")
        lines.append(f"  got:      {_what_was_seen(report)}")
    for rule in failure.rule_names:
        if rule not in reported:
            lines.append(f"  expected: a report on the rule {rule!r} at its end")
            lines.append("  got:      none. Has another run that uses this fault engine ended it?")
    return "\n".join(lines)


def _what_was_seen(report: RuleReport) -> str:
    if report["matched"]:
        return (
            f"{report['matched']} matching requests, all of them spared by skip, times or probability, "
            "or with a response that left nothing to change"
        )
    if not report["seen"]:
        return "no request at all. Check that the calls go through this fault engine."
    listed = ", ".join(f"{name} x {count}" for name, count in sorted(report["seen"].items()))
    return f"{listed}, none of which the rule matches"


def happened(failure: ActiveFailure) -> bool:
    """Return whether an ended failure is known to have hit something, or did not have to."""
    required = [report for report in failure.final_reports if report["name"] in failure.must_hit]
    return not failure.must_hit or any(report["hits"] for report in required)
