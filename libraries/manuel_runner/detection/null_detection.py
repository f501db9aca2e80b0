"""Whether any test passes against a server that does nothing right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from manuel_runner.detection.null_backends import NullBackend
from manuel_runner.test_runs import FreshStack, RunRequest, WorkerPool

TAG = "api-call"
"""The tag of every test that talks to the API."""


@dataclass(frozen=True)
class NullFinding:
    """The result for one null backend.

    Attributes:
        backend: Its name.
        failed: How many tests failed, those of causes included.
        blocked: How many were blocked by a cause.
        passed: Full names of the tests that passed, and therefore prove nothing.
        seconds: How long the run took.
        error: Why the tests could not be run; None if they were.
    """

    backend: str
    failed: int
    blocked: int
    passed: tuple[str, ...]
    seconds: float
    error: str | None

    @property
    def is_expected(self) -> bool:
        """Whether no test passed, and the run failed."""
        return not self.passed and not self.error and self.failed > 0


def null_findings(
    pool: WorkerPool, backends: Sequence[NullBackend], tests: frozenset[str]
) -> Iterator[NullFinding]:
    """Run those of the tests that talk to the API against each of these servers; everything but the API is a healthy stack."""
    tests &= pool.suites.tagged(TAG)
    requests = [
        RunRequest(
            backend.name,
            (tests,),
            FreshStack(suite_settings=backend.suite_settings),
            api_replacement=backend.serve,
        )
        for backend in backends
    ]
    for result in pool.run(requests):
        yield NullFinding(
            result.name,
            failed=len(result.failed),
            blocked=len(result.blocked),
            passed=result.passed,
            seconds=result.seconds,
            error=result.error,
        )
