"""Whether any test passes against a server that does nothing right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manuel_runner.detection.null_backends import NullBackend
from manuel_runner.test_runs import FreshStack, RunRequest, RunResult, WorkerPool

TAG = "api-call"
"""Carried by every test that talks to the API."""


@dataclass(frozen=True)
class NullFinding:
    """What became of the tests against one null backend.

    Attributes:
        backend: Its name.
        failed: How many tests failed, as all should.
        passed: Full names of the tests that passed, which prove nothing.
        seconds: How long it took.
        problem: Why it could not be judged, if it could not.
    """

    backend: str
    failed: int
    passed: tuple[str, ...]
    seconds: float
    problem: str | None

    @property
    def is_good(self) -> bool:
        """Whether every test failed."""
        return not self.passed and not self.problem and self.failed > 0


def judge_null_backends(pool: WorkerPool, backends: Sequence[NullBackend]) -> Iterator[NullFinding]:
    """Run the tests that talk to the API against each of these servers; everything but the API is as always."""
    tests = pool.suites.tagged(TAG)
    requests = [
        RunRequest(
            backend.name,
            (tests,),
            FreshStack(suite_settings=backend.suite_settings),
            front=backend.serve,
        )
        for backend in backends
    ]
    for result in pool.run(requests):
        yield _finding(result)


def _finding(result: RunResult) -> NullFinding:
    return NullFinding(result.name, len(result.failed), result.passed, result.seconds, result.problem)
