"""Whether a test fails because of a mutant: a busy machine, or chance, makes tests fail too."""

from manuel_runner.detection.baseline_check import BaselineCheck, UnhealthyError
from manuel_runner.test_runs import FreshStack, RunRequest, RunResult, WorkerPool


class Doubt:
    """Asks the tests that failed once more, with the mutant and without.

    Args:
        pool: Where they run.
    """

    def __init__(self, pool: WorkerPool) -> None:
        self._pool = pool
        self._control = BaselineCheck(pool)

    def about(self, result: RunResult, target: FreshStack) -> str | None:
        """Why the failures tell nothing of the mutant; None if they do, and if there are none.

        Args:
            result: How the tests ended.
            target: The stack with the mutant.
        """
        tests = frozenset(failure.test for failure in result.failed)
        if not tests:
            return None
        try:
            self._control.require(tests)
        except UnhealthyError as error:
            return str(error).replace("\n", " ")
        [again] = self._pool.run([RunRequest(f"{result.name} again", (tests,), target)])
        if again.failed:
            return None
        return again.problem or f"{', '.join(sorted(tests))} failed, and passed when it was asked again"
