"""Record which test receives which responses, then change the responses one thing at a time."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from manuel_runner.json_file import write_json
from manuel_runner.mutation import report
from manuel_runner.mutation.equivalents import EquivalentChanges
from manuel_runner.mutation.mutant_result import MutantResult
from manuel_runner.mutation.mutants import Mutant, mutants_of, sample
from manuel_runner.mutation.proxy import OperationResponse, proxy_in_front_of
from manuel_runner.mutation.recording import Recorder, Recording, read_recordings, without_tests
from manuel_runner.test_runs import (
    ApiReplacement,
    DeployedEnvironment,
    FreshStack,
    RunRequest,
    RunResult,
    Suites,
    WorkerPool,
)
from manuel_stack.run_directory import temporary_folder_of_run
from ManuelEnvironment.errors import ConfigurationError

FIRST_STAGES = 1, 5
"""How many of the fastest tests to run first, and how many after them; then all others."""


class UnchangedError(Exception):
    """No response had anything to change, such as a count to set to 0 that was 0 already."""


@dataclass(frozen=True)
class MutationCampaign:
    """One run of `manuel-tests mutate`.

    Attributes:
        target: The environment whose API's responses are changed.
        base_path: The beginning of the API's paths.
        operations: The operations whose responses are changed; all if empty.
        size: How many mutants to try at most.
        seconds: After this time, no further mutant is started.
        seed: Selects the mutants.
        processes: How many mutants are tried at the same time.
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
            0, whatever survived: a mutation score is a measure, not a requirement.

        Raises:
            ConfigurationError: The tests could not be run, no test sends a request to one of the operations, or an entry of the
                file of equivalent changes is wrong.
        """
        equivalent = EquivalentChanges.read()
        with WorkerPool(Suites.load(), processes=self.processes) as pool:
            recording = self._record(pool)
            mutants = equivalent.left_out_of(mutants_of(recording))
            selected = sample(self._of_operations(mutants), self.size, self.seed)
            total = sum(map(len, mutants.values()))
            print(f"{len(selected)} of {total} mutants, selected with seed {self.seed}", flush=True)
            results = list(self._try(pool, selected, recording))
        print(report.table(results))
        write_json(self.output, report.as_json(results, seed=self.seed, total=total))
        return 0

    def _record(self, pool: WorkerPool) -> Recording:
        """Run all tests once with a proxy that changes nothing, and leave out those that fail."""
        with temporary_folder_of_run("recording") as folder:
            files, requests = [], []
            for number, shard in enumerate(pool.suites.shard(pool.suites.names(), pool.processes)):
                files.append(Path(folder) / f"{number}.json")
                recorder = Recorder(files[-1], self.base_path)
                requests.append(
                    RunRequest(
                        f"recording {number}", (shard,), self.target, recorder.proxy, listener=recorder
                    )
                )
            failed = [test for result in pool.run(requests) for test in _failed(result)]
            for test in sorted(failed):
                print(f"left out, since it failed without any change: {test}", flush=True)
            return without_tests(read_recordings(files), failed)

    def _of_operations(self, mutants: dict[str, list[Mutant]]) -> dict[str, list[Mutant]]:
        unknown = sorted(set(self.operations) - mutants.keys())
        if unknown:
            raise ConfigurationError(
                f"no test sends {', '.join(unknown)}; expected one of {', '.join(mutants)}"
            )
        return {
            operation: group
            for operation, group in mutants.items()
            if operation in self.operations or not self.operations
        }

    def _try(
        self, pool: WorkerPool, mutants: Sequence[Mutant], recording: Recording
    ) -> Iterator[MutantResult]:
        by_name = {str(mutant): mutant for mutant in mutants}
        deadline = time.monotonic() + self.seconds
        for result in pool.run(self._requests(mutants, recording, deadline)):
            killed_by = result.failed[0].test if result.failed else None
            mutant_result = MutantResult(by_name[result.name], killed_by, result.error)
            if mutant_result.survived:
                print(f"survived: {mutant_result.mutant}", flush=True)
            yield mutant_result

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
                _mutating_proxy(mutant, self.base_path),
                stop_at_first_failure=True,
            )


def _stages(tests: dict[str, float]) -> Iterator[frozenset[str]]:
    """Divide the tests that receive such a response into stages, the fastest first."""
    fastest_first = sorted(tests, key=lambda name: tests[name])
    for size in (*FIRST_STAGES, len(tests)):
        stage, fastest_first = fastest_first[:size], fastest_first[size:]
        if stage:
            yield frozenset(stage)


def _mutating_proxy(mutant: Mutant, base_path: str) -> ApiReplacement:
    @contextmanager
    def proxy(api_url: str) -> Iterator[str]:
        changed: list[bool] = []

        def mutate(response: OperationResponse) -> OperationResponse:
            mutated = mutant.apply(response)
            changed.append(mutated != response)
            return mutated

        with proxy_in_front_of(api_url, base_path, mutate) as url:
            yield url
        if not any(changed):
            raise UnchangedError("no response had anything to change")

    return proxy


def _failed(result: RunResult) -> frozenset[str]:
    """Return the tests that failed.

    Raises:
        ConfigurationError: The tests could not be run.
    """
    if result.error:
        raise ConfigurationError(f"the tests cannot be run without any change: {result.error}")
    return frozenset(test for failure in result.failed for test in failure.seen_by)
