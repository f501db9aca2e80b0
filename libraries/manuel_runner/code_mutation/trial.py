"""Trying mutants: each one alone with the likeliest tests, and those that survive together with all others."""

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from manuel_runner.code_mutation.mutant_results import CodeMutantResult
from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.code_mutation.mutated_backends import groups_of, stack_with
from manuel_runner.code_mutation.test_selection import TestSelection
from manuel_runner.test_runs import RunRequest, RunResult, WorkerPool


class _JointTrial(NamedTuple):
    """Some mutants on one backend, and the tests to run on it."""

    mutants: Sequence[CodeMutant]
    tests: frozenset[str]


class MutantTrial:
    """Tries mutants.

    Args:
        pool: Runs the tests.
        selection: Chooses them.
        packages: The folders of the backend's code.
        folder: An empty folder for mutated sources.
    """

    def __init__(
        self, pool: WorkerPool, selection: TestSelection, packages: Sequence[Path], folder: Path
    ) -> None:
        self._pool = pool
        self._selection = selection
        self._packages = packages
        self._folder = folder
        self._others: dict[CodeMutant, frozenset[str]] = {}

    def results(self, mutants: Iterable[CodeMutant], seconds: float) -> Iterator[CodeMutantResult]:
        """Try mutants, and yield their results.

        Args:
            mutants: The mutants.
            seconds: After this time, no further mutant is started.
        """
        executed, undecided = [], []
        for mutant in mutants:
            if self._selection.tests_for(mutant):
                executed.append(mutant)
            else:
                yield CodeMutantResult(mutant, None, 0.0)
        for result in self._run(executed, self._alone(executed, time.monotonic() + seconds)):
            if result.survived and self._others[result.mutant]:
                undecided.append(result.mutant)
            else:
                yield result
        yield from self._try_together(undecided)

    def _alone(self, mutants: Sequence[CodeMutant], deadline: float) -> Iterator[RunRequest]:
        for number, mutant in enumerate(mutants):
            if time.monotonic() > deadline:
                return
            candidates = self._selection.candidate_tests_for(mutant)
            self._others[mutant] = candidates.together
            yield self._request(number, [mutant], candidates.alone)

    def _try_together(self, mutants: Sequence[CodeMutant]) -> Iterator[CodeMutantResult]:
        """Run all other tests on backends with several mutants; if one fails, find out for which, and go on without that one."""
        decided: set[CodeMutant] = set()
        rounds = [[trial for group in groups_of(mutants) for trial in self._shared(group)]]
        while rounds:
            halves, rests = [], []
            for trial, run in self._joint_runs(self._left(rounds.pop(), decided)):
                noticing = _noticing(run) or (trial.tests if run.error else frozenset())
                if noticing and len(trial.mutants) > 1:
                    halves += _halves(trial.mutants, noticing)
                    rests.append(_JointTrial(trial.mutants, trial.tests - noticing - {*run.passed}))
                elif noticing and trial.mutants[0] not in decided:
                    decided.add(trial.mutants[0])
                    yield self._result(trial.mutants[0], run)
            rounds += [trials for trials in (rests, halves) if trials]
        for mutant in mutants:
            if mutant not in decided:
                yield CodeMutantResult(mutant, None, 0.0, None, self._tests(mutant))

    def _joint_runs(self, trials: Sequence[_JointTrial]) -> Iterator[tuple[_JointTrial, RunResult]]:
        requests = (self._request(number, each.mutants, (each.tests,)) for number, each in enumerate(trials))
        for run in self._pool.run(requests):
            yield trials[int(run.name)], run

    def _shared(self, group: Sequence[CodeMutant]) -> Iterator[_JointTrial]:
        tests = frozenset().union(*map(self._others.__getitem__, group))
        for shard in self._pool.suites.shard(tests, self._pool.processes):
            yield _JointTrial(group, shard)

    def _left(self, trials: Iterable[_JointTrial], decided: Collection[CodeMutant]) -> list[_JointTrial]:
        """Return trials without what is decided: mutants, and tests that execute none of the others."""
        left = []
        for trial in trials:
            mutants = [each for each in trial.mutants if each not in decided]
            tests = trial.tests & frozenset().union(*map(self._others.__getitem__, mutants))
            if tests:
                left.append(_JointTrial([each for each in mutants if self._others[each] & tests], tests))
        return left

    def _request(
        self, number: int, mutants: Sequence[CodeMutant], stages: tuple[frozenset[str], ...]
    ) -> RunRequest:
        target = stack_with(mutants, self._packages, self._folder)
        return RunRequest(str(number), stages, target, stop_at_first_failure=True, confirm_failures=True)

    def _run(
        self, mutants: Sequence[CodeMutant], requests: Iterable[RunRequest]
    ) -> Iterator[CodeMutantResult]:
        for run in self._pool.run(requests):
            mutant = mutants[int(run.name)]
            self._selection.learn(mutant.path, mutant.definition, _noticing(run))
            yield self._result(mutant, run)

    def _result(self, mutant: CodeMutant, run: RunResult) -> CodeMutantResult:
        noticing = [*(each.test for each in run.failed), *(each.test for each in run.blocked)]
        return CodeMutantResult(
            mutant, noticing[0] if noticing else None, run.seconds, run.error, self._tests(mutant)
        )

    def _tests(self, mutant: CodeMutant) -> int:
        return len(self._selection.tests_for(mutant))


def _noticing(run: RunResult) -> frozenset[str]:
    """Return the tests that show a failure."""
    blocked = {each.test for each in run.blocked}
    return frozenset().union(blocked, *(failure.seen_by for failure in run.failed))


def _halves(mutants: Sequence[CodeMutant], tests: frozenset[str]) -> list[_JointTrial]:
    middle = len(mutants) // 2
    return [_JointTrial(mutants[:middle], tests), _JointTrial(mutants[middle:], tests)]
