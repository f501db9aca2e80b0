"""Record which test gets which responses, then change the responses one thing at a time."""

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from manuel_runner.json_file import write_json
from manuel_runner.mutation import report
from manuel_runner.mutation.mutants import Mutant, mutants_of, sample
from manuel_runner.mutation.outcomes import Outcome
from manuel_runner.mutation.proxy import Exchange, proxy_before
from manuel_runner.mutation.recording import Recorder, Recording, read_recordings
from manuel_runner.test_runs import DeployedEnvironment, FreshStack, RunRequest, RunResult, Suites, WorkerPool
from ManuelEnvironment.errors import ConfigurationError

FIRST_TESTS = 1, 5
"""How many of the fastest tests are asked first, and how many after them; then all others."""


class NothingToChangeError(Exception):
    """No response that came this time has anything to change there, such as a count that is 0 already."""


@dataclass(frozen=True)
class MutationCampaign:
    """One run of `manuel-tests mutate`.

    Attributes:
        target: The environment whose API's responses are changed.
        base_path: What the API's paths begin with.
        operations: The operations to change responses of; all without any.
        size: How many mutants to try at most.
        seconds: After how much time no more is begun.
        seed: Chooses the mutants.
        processes: How many are tried at the same time.
        output: The JSON file to write.
    """

    target: FreshStack | DeployedEnvironment
    base_path: str
    operations: Sequence[str]
    size: int
    seconds: float
    seed: int
    processes: int
    output: Path

    def execute(self) -> int:
        """Try the mutants, print the scores and the survivors, and write them as JSON.

        Returns:
            0, whatever survived: a score is a measure, not a verdict.

        Raises:
            ConfigurationError: Tests fail where nothing is changed, or there is no such operation.
        """
        with WorkerPool(Suites.load(), processes=self.processes) as pool:
            recording = self._record(pool)
            mutants = mutants_of(recording)
            chosen = sample(self._of_chosen_operations(mutants), self.size, self.seed)
            total = sum(map(len, mutants.values()))
            print(f"{len(chosen)} of {total} mutants, chosen with seed {self.seed}", flush=True)
            outcomes = list(self._try(pool, chosen, recording))
        print(report.table(outcomes))
        write_json(self.output, report.as_json(outcomes, seed=self.seed, total=total))
        return 0

    def _record(self, pool: WorkerPool) -> Recording:
        """Run all tests once, with a proxy that only looks on."""
        with tempfile.TemporaryDirectory(prefix="manuel-recording-") as folder:
            files, requests = [], []
            for number, share in enumerate(pool.suites.shard(pool.suites.names(), pool.processes)):
                files.append(Path(folder) / f"{number}.json")
                recorder = Recorder(files[-1], self.base_path)
                requests.append(
                    RunRequest(
                        f"recording {number}", (share,), self.target, recorder.front, listener=recorder
                    )
                )
            for result in pool.run(requests):
                _require_green(result)
            return read_recordings(files)

    def _of_chosen_operations(self, mutants: dict[str, list[Mutant]]) -> dict[str, list[Mutant]]:
        unknown = sorted(set(self.operations) - mutants.keys())
        if unknown:
            raise ConfigurationError(f"no test asks for {', '.join(unknown)}; known are {', '.join(mutants)}")
        return {
            operation: group
            for operation, group in mutants.items()
            if operation in self.operations or not self.operations
        }

    def _try(self, pool: WorkerPool, mutants: Sequence[Mutant], recording: Recording) -> Iterator[Outcome]:
        by_name = {str(mutant): mutant for mutant in mutants}
        deadline = time.monotonic() + self.seconds
        for result in pool.run(self._requests(mutants, recording, deadline)):
            outcome = _outcome(by_name[result.name], result)
            if outcome.survived:
                print(f"survived: {outcome.mutant}", flush=True)
            yield outcome

    def _requests(
        self, mutants: Sequence[Mutant], recording: Recording, deadline: float
    ) -> Iterator[RunRequest]:
        for mutant in mutants:
            if time.monotonic() > deadline:
                return
            tests = recording[mutant.operation, mutant.status].tests
            yield RunRequest(
                str(mutant),
                tuple(_stages(tests)),
                self.target,
                _mutating_front(mutant, self.base_path),
                stop_at_first_failure=True,
            )


def _stages(tests: dict[str, float]) -> Iterator[frozenset[str]]:
    """The tests that get such a response, the fastest first."""
    fastest_first = sorted(tests, key=lambda name: tests[name])
    for size in (*FIRST_TESTS, len(tests)):
        stage, fastest_first = fastest_first[:size], fastest_first[size:]
        if stage:
            yield frozenset(stage)


def _mutating_front(mutant: Mutant, base_path: str) -> Callable[[str], Any]:
    @contextmanager
    def front(api_url: str) -> Iterator[str]:
        changed: list[bool] = []

        def change(exchange: Exchange) -> Exchange:
            mutated = mutant.apply(exchange)
            changed.append(mutated != exchange)
            return mutated

        with proxy_before(api_url, base_path, change) as url:
            yield url
        if not any(changed):
            raise NothingToChangeError

    return front


def _outcome(mutant: Mutant, result: RunResult) -> Outcome:
    noticed_by = result.failed[0].test if result.failed else None
    return Outcome(mutant, noticed_by, result.problem)


def _require_green(result: RunResult) -> None:
    if result.problem or result.failed:
        failed = ", ".join(failure.test for failure in result.failed)
        raise ConfigurationError(f"tests fail where nothing is changed: {result.problem or failed}")
