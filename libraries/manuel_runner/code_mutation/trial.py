"""Judging mutants: each by itself by the likeliest tests, and those that pass them together by all others."""

import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from manuel_runner.code_mutation.mutant_results import CodeMutantResult
from manuel_runner.code_mutation.mutants import CodeMutant
from manuel_runner.code_mutation.mutated_backends import groups_of, stack_with
from manuel_runner.code_mutation.test_selection import TestSelection
from manuel_runner.test_runs import RunRequest, WorkerPool


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
        for group in groups_of(undecided):
            yield from self._judge_together(group)

    def _alone(self, mutants: Sequence[CodeMutant], deadline: float) -> Iterator[RunRequest]:
        for number, mutant in enumerate(mutants):
            if time.monotonic() > deadline:
                return
            judges = self._selection.judges_of(mutant)
            self._others[mutant] = judges.together
            yield self._request(number, mutant, judges.alone)

    def _judge_together(self, group: Sequence[CodeMutant]) -> Iterator[CodeMutantResult]:
        """Run all other tests on a backend with all these mutants, and those that fail on one with each of them."""
        runs = list(self._pool.run(self._together(group)))
        error = next((run.error for run in runs if run.error), None)
        seconds = max(run.seconds for run in runs)
        failed = frozenset(test for run in runs for failure in run.failed for test in failure.seen_by)
        suspected = [mutant for mutant in group if failed & self._others[mutant]]
        for mutant in group:
            if mutant not in suspected:
                yield CodeMutantResult(mutant, None, seconds, error, self._tests(mutant))
        requests = (
            self._request(number, mutant, (failed & self._others[mutant],))
            for number, mutant in enumerate(suspected)
        )
        yield from self._run(suspected, requests)

    def _together(self, group: Sequence[CodeMutant]) -> Iterator[RunRequest]:
        tests = frozenset().union(*map(self._others.__getitem__, group))
        target = stack_with(group, self._packages, self._folder)
        for number, shard in enumerate(self._pool.suites.shard(tests, self._pool.processes)):
            yield RunRequest(f"together {number}", (shard,), target)

    def _request(self, number: int, mutant: CodeMutant, stages: tuple[frozenset[str], ...]) -> RunRequest:
        target = stack_with([mutant], self._packages, self._folder)
        return RunRequest(str(number), stages, target, stop_at_first_failure=True, confirm_failures=True)

    def _run(
        self, mutants: Sequence[CodeMutant], requests: Iterable[RunRequest]
    ) -> Iterator[CodeMutantResult]:
        for run in self._pool.run(requests):
            mutant = mutants[int(run.name)]
            for failure in run.failed[:1]:
                self._selection.learn(mutant.path, mutant.definition, failure.seen_by)
            red = [*(each.test for each in run.failed), *(each.test for each in run.blocked)]
            killed_by = red[0] if red else None
            yield CodeMutantResult(mutant, killed_by, run.seconds, run.error, self._tests(mutant))

    def _tests(self, mutant: CodeMutant) -> int:
        return len(self._selection.tests_for(mutant))
