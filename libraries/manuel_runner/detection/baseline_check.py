"""Whether tests pass on the unmodified backend: only then does their failure on a modified one mean anything."""

from collections.abc import Iterable
from textwrap import shorten

from manuel_runner.test_runs import FailedTest, RunRequest, RunResult, WorkerPool
from secret_masking import mask

MESSAGE_WIDTH = 200


class BaselineError(Exception):
    """Tests fail on the unmodified backend."""


class BaselineCheck:
    """Requires tests to pass on the unmodified backend before their results on a modified one count.

    Args:
        pool: Runs the tests.
    """

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._passed: set[str] = set()

    def require(self, tests: Iterable[str]) -> None:
        """Run those of the tests that have not been run yet.

        Raises:
            BaselineError: A test fails; the message lists the failures.
        """
        new = frozenset(tests) - self._passed
        shards = self._pool.suites.shard(new, self._pool.processes)
        requests = [RunRequest(f"baseline {number}", (shard,)) for number, shard in enumerate(shards, 1)]
        failures = [line for result in self._pool.run(requests) for line in _failures(result)]
        if failures:
            raise BaselineError("tests fail on the unmodified backend:\n" + "\n".join(failures))
        self._passed |= new


def _failures(result: RunResult) -> list[str]:
    error = [f"- {result.name}: {result.error}"] if result.error else []
    return error + [f"- {failure.test}: {_first_words(failure)}" for failure in result.failed]


def _first_words(failure: FailedTest) -> str:
    return shorten(mask(failure.message).partition("\n")[0], MESSAGE_WIDTH, placeholder=" …")
