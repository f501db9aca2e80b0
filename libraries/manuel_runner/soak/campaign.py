"""Many runs of all tests: in random order, in parallel, in two time zones, some of them across midnight."""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from manuel_runner.json_file import write_json
from manuel_runner.soak.busy_loops import busy_loops
from manuel_runner.test_runs import FailedTest, FreshStack, RunRequest, RunResult, Suites, WorkerPool

TIME_ZONES = ("Pacific/Kiritimati", "Pacific/Pago_Pago")
"""The zones where a day begins first (UTC+14) and last (UTC-11): they never both have the same date as UTC."""

SECONDS_PER_DAY = 86_400
LATEST_MIDNIGHT_SECONDS = 60.0


@dataclass(frozen=True)
class Conditions:
    """The conditions of one run.

    Attributes:
        number: The number of the run, from 1.
        seed: The seed of the order of suites and tests.
        time_zone: The time zone of tests and stack.
        midnight_after: After how many seconds the backend's clock reaches midnight UTC; None for the real time.
    """

    number: int
    seed: int
    time_zone: str
    midnight_after: float | None

    def __str__(self) -> str:
        when = "" if self.midnight_after is None else f", midnight after {self.midnight_after:.0f} s"
        return f"run {self.number}: order {self.seed}, {self.time_zone}{when}"


@dataclass(frozen=True)
class SoakRun:
    """The result of one run."""

    conditions: Conditions
    result: RunResult

    @property
    def has_passed(self) -> bool:
        """Whether no test failed."""
        return not self.result.failed and not self.result.error


@dataclass(frozen=True)
class Soak:
    """One run of `manuel-tests soak`.

    Attributes:
        runs: The number of runs.
        seed: The seed of everything that is random.
        processes: How many runs take place at the same time.
        output: The JSON file to write.
        load: How many busy loops run at the same time.
    """

    runs: int
    seed: int
    processes: int
    output: Path
    load: int = 0

    def execute(self) -> int:
        """Run all tests repeatedly, print each run and each test that ever failed, and write both as JSON.

        Returns:
            0 if no test ever failed, else 1.
        """
        meanwhile = f", while {self.load} busy loops run" if self.load else ""
        print(f"{self.runs} runs with seed {self.seed}{meanwhile}", flush=True)
        with WorkerPool(Suites.load(), processes=self.processes) as pool, busy_loops(self.load):
            runs = list(self._run(pool))
        failures = failures_by_test(runs)
        for test, failed in failures.items():
            print(f"{test} failed in {len(failed)} of {self.runs} runs: {failed[0][1].first_line}")
        self._write(runs, failures)
        return 0 if all(run.has_passed for run in runs) else 1

    def _run(self, pool: WorkerPool) -> Iterator[SoakRun]:
        by_name = {str(conditions): conditions for conditions in conditions_of(self.runs, self.seed)}
        tests = pool.suites.names()
        for result in pool.run(_request(conditions, tests) for conditions in by_name.values()):
            run = SoakRun(by_name[result.name], result)
            print("\n".join(_lines(run)), flush=True)
            yield run

    def _write(self, runs: list[SoakRun], failures: "dict[str, list[tuple[Conditions, FailedTest]]]") -> None:
        document = {
            "seed": self.seed,
            "runs": [
                {
                    "conditions": str(run.conditions),
                    "passed": len(run.result.passed),
                    "failed": len(run.result.failed),
                    "skipped": len(run.result.skipped),
                    "blocked": len(run.result.blocked),
                    "seconds": round(run.result.seconds, 1),
                    "error": run.result.error,
                }
                for run in runs
            ],
            "failed_tests": {
                test: [
                    {"conditions": str(conditions), "message": failure.message}
                    for conditions, failure in failed
                ]
                for test, failed in failures.items()
            },
        }
        write_json(self.output, document)


def conditions_of(runs: int, seed: int) -> list[Conditions]:
    """Return the conditions of each run: time zones alternate, and every other pair of runs crosses midnight."""
    generator = random.Random(seed)  # noqa: S311 - not a secret, but a reproducible selection
    return [
        Conditions(
            number=number,
            seed=generator.randrange(2**32),
            time_zone=TIME_ZONES[number % len(TIME_ZONES)],
            midnight_after=generator.uniform(1, LATEST_MIDNIGHT_SECONDS) if number % 4 < 2 else None,  # noqa: PLR2004
        )
        for number in range(1, runs + 1)
    ]


def seconds_ahead(now: float, midnight_after: float) -> float:
    """Return how many seconds a clock must be ahead to reach midnight UTC in this many seconds; less than a day."""
    return (-now - midnight_after) % SECONDS_PER_DAY


def failures_by_test(runs: list[SoakRun]) -> "dict[str, list[tuple[Conditions, FailedTest]]]":
    """Return the conditions and messages of each test that ever failed, the most frequent first."""
    failures: dict[str, list[tuple[Conditions, FailedTest]]] = {}
    for run in runs:
        for failure in run.result.failed:
            failures.setdefault(failure.test, []).append((run.conditions, failure))
    return dict(sorted(failures.items(), key=lambda item: -len(item[1])))


def _request(conditions: Conditions, tests: frozenset[str]) -> RunRequest:
    options: dict[str, object] = {"time_zone": conditions.time_zone}
    if conditions.midnight_after is not None:
        options["clock_ahead"] = seconds_ahead(time.time(), conditions.midnight_after)
    return RunRequest(
        str(conditions),
        (tests,),
        FreshStack(options),
        variables={"TZ": conditions.time_zone},
        order_seed=conditions.seed,
    )


def _lines(run: SoakRun) -> list[str]:
    result = run.result
    if result.error:
        return [f"{run.conditions}: {result.error}"]
    counts = (
        f"{len(result.passed)} passed, {len(result.failed)} failed, "
        f"{len(result.skipped)} skipped, {len(result.blocked)} blocked, {result.seconds:.0f} s"
    )
    failures = [f"  {failure.test}: {failure.first_line}" for failure in result.failed]
    return [f"{run.conditions}: {counts}", *failures]
