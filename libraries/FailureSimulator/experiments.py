"""Chaos experiments: steady state, failures, probes while the failures are active, rollback, steady state again.

The order and the journal follow https://principlesofchaos.org and the Chaos Toolkit's experiment format.
"""

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any

from FailureSimulator.errors import FailureNeverHappenedError
from FailureSimulator.simulator import ActiveFailure, Simulator, happened, never_happened

RECOVERY_POLL_SECONDS = 0.25


class ExperimentStage(StrEnum):
    """The stages of an experiment, in order."""

    STEADY_BEFORE = "steady state before"
    FAILURES = "failures"
    PROBES = "probes"
    ROLLBACK = "rollback"
    STEADY_AFTER = "steady state after"


@dataclass(frozen=True, slots=True)
class Step:
    """One action, which raises an exception if the system does not do what it should."""

    name: str
    action: Callable[[], object]


@dataclass(frozen=True, slots=True)
class FailureStep:
    """A failure to activate, with options as for `Activate Failure`."""

    name: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Experiment:
    """What to do. `recovery` is how many seconds the system may take to return to its steady state."""

    title: str
    steady_state: Sequence[Step]
    failures: Sequence[FailureStep]
    probes: Sequence[Step]
    rollback: Sequence[Step] = ()
    recovery: float = 0.0


@dataclass(frozen=True, slots=True)
class StepResult:
    """The outcome of one step."""

    stage: ExperimentStage
    step: str
    passed: bool
    message: str
    started_at: str
    """ISO 8601, UTC."""
    elapsed_ms: float


@dataclass(slots=True)
class Journal:
    """The record of one experiment."""

    title: str
    started_at: str
    results: list[StepResult] = field(default_factory=list)
    effects: list[Mapping[str, Any]] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether every step passed: the system did what it should and returned to its steady state."""
        return all(result.passed for result in self.results)

    @property
    def first_failure(self) -> StepResult | None:
        """The first step that failed, None if all passed."""
        return next((result for result in self.results if not result.passed), None)

    def as_json(self) -> dict[str, Any]:
        """Return the journal as it is written to a file."""
        return {**asdict(self), "passed": self.passed}


class ExperimentRunner:
    """Runs experiments with the failures of a simulator.

    Args:
        simulator: Activates and ends the failures.
        failed: The exceptions that mean that a step has failed; any other aborts the experiment, after its rollback.
    """

    def __init__(self, simulator: Simulator, failed: tuple[type[Exception], ...] = (Exception,)) -> None:
        self._simulator = simulator
        self._failed = failed

    def run(self, experiment: Experiment) -> Journal:
        """Run an experiment and return its journal; failures end in any case.

        Failures are activated only if the system is in its steady state first.
        """
        journal = Journal(experiment.title, _now())
        if not self._all_pass(ExperimentStage.STEADY_BEFORE, experiment.steady_state, journal):
            return journal
        with ExitStack() as ending:
            ending.callback(self._run_all, ExperimentStage.ROLLBACK, experiment.rollback, journal)
            self._activate(experiment.failures, ending, journal)
            if journal.passed:
                self._run_all(ExperimentStage.PROBES, experiment.probes, journal)
        self._recover(experiment, journal)
        return journal

    def _activate(self, failures: Iterable[FailureStep], ending: ExitStack, journal: Journal) -> None:
        for failure in failures:
            step = Step(failure.name, partial(self._activate_one, failure, ending, journal))
            if not self._try(ExperimentStage.FAILURES, step, journal):
                return

    def _activate_one(self, failure: FailureStep, ending: ExitStack, journal: Journal) -> None:
        active = self._simulator.activate_named(failure.name, failure.options)
        ending.callback(self._end, active, journal)

    def _end(self, failure: ActiveFailure, journal: Journal) -> None:
        step = Step(f"end {failure.name}", partial(self._end_one, failure.name))
        try:
            journal.effects += self._simulator.effects(failure.name)
        finally:
            self._try(ExperimentStage.ROLLBACK, step, journal)

    def _end_one(self, name: str) -> None:
        failure = self._simulator.forget(name)
        if not happened(failure):
            raise FailureNeverHappenedError(never_happened(failure))

    def _recover(self, experiment: Experiment, journal: Journal) -> None:
        """Check the steady state until it holds or the time for recovery is over; keep only the last round."""
        end = time.monotonic() + experiment.recovery
        while True:
            before = len(journal.results)
            if (
                self._all_pass(ExperimentStage.STEADY_AFTER, experiment.steady_state, journal)
                or time.monotonic() >= end
            ):
                return
            del journal.results[before:]
            time.sleep(RECOVERY_POLL_SECONDS)

    def _all_pass(self, stage: ExperimentStage, steps: Iterable[Step], journal: Journal) -> bool:
        return all(self._try(stage, step, journal) for step in steps)

    def _run_all(self, stage: ExperimentStage, steps: Iterable[Step], journal: Journal) -> None:
        for step in steps:
            self._try(stage, step, journal)

    def _try(self, stage: ExperimentStage, step: Step, journal: Journal) -> bool:
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
