"""Before anything is broken: do the tests pass?"""

from collections.abc import Iterable
from textwrap import shorten

from manuel_runner.results.redaction import redact
from manuel_runner.test_runs import Failure, RunRequest, RunResult, WorkerPool

MESSAGE_WIDTH = 200


class UnhealthyError(Exception):
    """Tests fail on a healthy stack, so that no failure means anything."""


class BaselineCheck:
    """Requires tests to pass on a healthy stack before they may judge.

    Args:
        pool: Where they run.
    """

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._green: set[str] = set()
        self.seconds = 0.0

    def require(self, tests: Iterable[str]) -> None:
        """Run those of the tests that have not been run yet.

        Raises:
            UnhealthyError: A test fails; the message lists those that do.
        """
        unknown = frozenset(tests) - self._green
        shares = self._pool.suites.shard(unknown, self._pool.processes)
        results = list(
            self._pool.run(
                RunRequest(f"healthy control {number}", (share,)) for number, share in enumerate(shares, 1)
            )
        )
        self.seconds += sum(result.seconds for result in results)
        complaints = [complaint for result in results for complaint in _complaints(result)]
        if complaints:
            raise UnhealthyError("tests fail on a healthy stack:\n" + "\n".join(complaints))
        self._green |= unknown


def _complaints(result: RunResult) -> list[str]:
    problem = [f"- {result.name}: {result.problem}"] if result.problem else []
    return problem + [f"- {failure.test}: {_first_words(failure)}" for failure in result.failed]


def _first_words(failure: Failure) -> str:
    return shorten(redact(failure.message).partition("\n")[0], MESSAGE_WIDTH, placeholder=" …")
