"""Whether tests pass on the unmodified backend: only then does their failure on a modified one mean anything."""

from collections.abc import Iterable
from textwrap import shorten

from manuel_runner.test_runs import FailedTest, RunRequest, WorkerPool

HEADING = "tests fail on the unmodified backend:"
MESSAGE_WIDTH = 200


class BaselineError(Exception):
    """Tests fail on the unmodified backend."""


class BaselineCheck:
    """Runs tests on the unmodified backend before their results on a modified one count.

    Args:
        pool: Runs the tests.
    """

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._tried: set[str] = set()
        self._failures: list[FailedTest] = []

    @property
    def failures(self) -> tuple[FailedTest, ...]:
        """What has failed so far."""
        return tuple(self._failures)

    def require(self, tests: Iterable[str]) -> None:
        """Run those of the tests that have not been run yet, and require all to pass.

        Raises:
            BaselineError: A test fails; the message lists the failures.
        """
        chosen = frozenset(tests)
        self._try(chosen)
        if failures := [failure for failure in self._failures if failure.seen_by & chosen]:
            raise BaselineError("\n".join([HEADING, *map(describe_failure, failures)]))

    def passing(self, tests: Iterable[str]) -> frozenset[str]:
        """Run those of the tests that have not been run yet, and return all that pass.

        Raises:
            BaselineError: The tests could not be run.
        """
        chosen = frozenset(tests)
        self._try(chosen)
        return chosen - {test for failure in self._failures for test in failure.seen_by}

    def _try(self, tests: frozenset[str]) -> None:
        new = tests - self._tried
        shards = self._pool.suites.shard(new, self._pool.processes)
        requests = [RunRequest(f"baseline {number}", (shard,)) for number, shard in enumerate(shards, 1)]
        for result in self._pool.run(requests):
            if result.error:
                raise BaselineError(f"{HEADING}\n- {result.name}: {result.error}")
            self._failures += result.failed
        self._tried |= new


def describe_failure(failure: FailedTest) -> str:
    """Return one line on a failed test."""
    return f"- {failure.test}: {_first_words(failure)}"


def _first_words(failure: FailedTest) -> str:
    return shorten(failure.message.partition("\n")[0], MESSAGE_WIDTH, placeholder=" …")
