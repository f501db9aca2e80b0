"""Chaos experiments: steady state, failures, probes while they act, rollback, steady state again.

The order and the journal follow https://principlesofchaos.org and the Chaos Toolkit's experiment format.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from FailureSimulator.errors import FailureNeverHappenedError
from FailureSimulator.simulator import ActiveFailure, Simulator, happened, never_happened

RECOVERY_POLL_SECONDS = 0.25


class Stage(StrEnum):
    """The parts of an experiment, in their order."""

    STEADY_BEFORE = "steady state before"
    FAILURES = "failures"
    PROBES = "probes"
    ROLLBACK = "rollback"
    STEADY_AFTER = "steady state after"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do; it raises if what should be true is not."""

    name: str
    action: Callable[[], object]


@dataclass(frozen=True, slots=True)
class FailureStep:
    """A failure to activate, with options as `Activate Failure` takes them."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Experiment:
    """What to do. `recovery` is how many seconds the steady state may take to come back."""

    title: str
    steady_state: Sequence[Step]
    failures: Sequence[FailureStep]
    probes: Sequence[Step]
    rollback: Sequence[Step] = ()
    recovery: float = 0.0


@dataclass(frozen=True, slots=True)
class StepResult:
    """One step as it went."""

    stage: Stage
    step: str
    passed: bool
    message: str
    started_at: str
    """ISO 8601, UTC."""
    elapsed_ms: float


@dataclass(slots=True)
class Journal:
    """What happened in an experiment."""

    title: str
    started_at: str
    results: list[StepResult] = field(default_factory=list)
    effects: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether the system kept, and came back to, its steady state."""
        return all(result.passed for result in self.results)

    @property
    def first_failure(self) -> StepResult | None:
        """The step that decided."""
        return next((result for result in self.results if not result.passed), None)

    def as_json(self) -> dict[str, Any]:
        """The journal as it is written to a file."""
        return {**asdict(self), "passed": self.passed}


class ExperimentRunner:
    """Runs experiments with the failures of a simulator.

    Args:
        simulator: Brings the failures about.
        failed: The exceptions by which a step says that something is not as it should be; others break the
            experiment off, after its rollback.
    """

    def __init__(self, simulator: Simulator, failed: tuple[type[Exception], ...] = (Exception,)) -> None:
        self._simulator = simulator
        self._failed = failed

    def run(self, experiment: Experiment) -> Journal:
        """Run an experiment to its end; failures end in any case.

        Nothing is made to fail unless the steady state holds first.
        """
        journal = Journal(experiment.title, _now())
        if not self._all_pass(Stage.STEADY_BEFORE, experiment.steady_state, journal):
            return journal
        active: list[ActiveFailure] = []
        try:
            self._activate(experiment.failures, active, journal)
            if journal.passed:
                self._every(Stage.PROBES, experiment.probes, journal)
        finally:
            self._end(active, journal)
            self._every(Stage.ROLLBACK, experiment.rollback, journal)
        self._recover(experiment, journal)
        return journal

    def _activate(
        self, failures: Iterable[FailureStep], active: list[ActiveFailure], journal: Journal
    ) -> None:
        for failure in failures:
            step = Step(failure.name, partial(self._activate_one, failure, active))
            if not self._try(Stage.FAILURES, step, journal):
                return

    def _activate_one(self, failure: FailureStep, active: list[ActiveFailure]) -> None:
        active.append(self._simulator.activate_scenario(failure.name, failure.options))

    def _end(self, active: Iterable[ActiveFailure], journal: Journal) -> None:
        for failure in active:
            journal.effects += self._simulator.effects(failure.name)
            step = Step(f"end {failure.name}", partial(self._end_one, failure.name))
            self._try(Stage.ROLLBACK, step, journal)

    def _end_one(self, name: str) -> None:
        failure = self._simulator.forget(name)
        if not happened(failure):
            raise FailureNeverHappenedError(never_happened(failure))

    def _recover(self, experiment: Experiment, journal: Journal) -> None:
        """Check the steady state until it holds or the time for recovery is over; only the last round is kept."""
        end = time.monotonic() + experiment.recovery
        while True:
            before = len(journal.results)
            if (
                self._all_pass(Stage.STEADY_AFTER, experiment.steady_state, journal)
                or time.monotonic() >= end
            ):
                return
            del journal.results[before:]
            time.sleep(RECOVERY_POLL_SECONDS)

    def _all_pass(self, stage: Stage, steps: Iterable[Step], journal: Journal) -> bool:
        return all(self._try(stage, step, journal) for step in steps)

    def _every(self, stage: Stage, steps: Iterable[Step], journal: Journal) -> None:
        for step in steps:
            self._try(stage, step, journal)

    def _try(self, stage: Stage, step: Step, journal: Journal) -> bool:
        started_at, started = _now(), time.monotonic()
        passed, message = True, ""
        try:
            step.action()
        except self._failed as error:
            passed, message = False, str(error)
        elapsed_ms = round((time.monotonic() - started) * 1000, 3)
        journal.results.append(StepResult(stage, step.name, passed, message, started_at, elapsed_ms))
        return passed


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
