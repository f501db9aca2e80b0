"""Confirm that tests fail because of a mutant: on a busy machine, a test may also fail by chance."""

from manuel_runner.detection.baseline_check import BaselineCheck, BaselineError, describe_failure
from manuel_runner.test_runs import FreshStack, RunRequest, RunResult, WorkerPool


class KillConfirmation:
    """Reruns failed tests, without the mutant and with it.

    Args:
        pool: Runs the tests.
        baseline: Requires tests to pass without a mutant.
    """

    def __init__(self, pool: WorkerPool, baseline: BaselineCheck) -> None:
        self._pool = pool
        self._baseline = baseline

    def refutation(self, result: RunResult, target: FreshStack) -> str | None:
        """Return why the failures don't kill the mutant; None if they do, or if there are none.

        Args:
            result: The result of the first run.
            target: The stack with the mutant.
        """
        tests = frozenset(test for failure in result.failed for test in failure.seen_by)
        if not tests:
            return None
        try:
            self._baseline.require(tests)
        except BaselineError as error:
            return str(error).replace("\n", " ")
        [rerun] = self._pool.run([RunRequest(f"{result.name} rerun", (tests,), target)])
        if rerun.failed:
            return None
        failures = "; ".join(describe_failure(failure).removeprefix("- ") for failure in result.failed)
        return rerun.error or f"flaky, since the tests passed when rerun: {failures}"
