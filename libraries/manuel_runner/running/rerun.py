"""Running the failed tests of the last run again, and making one report of both."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from robot.result import Result, TestSuite

from cause_register.report import CAUSE_METADATA
from manuel_runner.file_names import OUTPUT, RESULTS
from manuel_runner.merged_outputs import merged_outputs, read_output
from manuel_runner.report import write_log
from manuel_runner.results.merged_messages import FLAKY_METADATA, message_of
from manuel_runner.results.results_file import read_results_file
from manuel_runner.running.plan import RunPlan
from manuel_runner.running.run import Run
from manuel_runner.running.run_environment import run_environment
from manuel_runner.selection import SELECTION_METADATA
from manuel_stack.results_lock import only_run_in
from ManuelEnvironment.errors import ConfigurationError
from ManuelEnvironment.exit_status import ExitStatus

RERUN = "rerun"
"""The folder, in that of the last run, for the results of what is run again."""
_NOT_PASSED = ("failed", "blocked")


@dataclass(frozen=True)
class Rerun:
    """A run of what failed or was blocked in the last run of the same folder.

    Attributes:
        run: The run whose failed and blocked tests are run again.
    """

    run: Run

    def execute(self) -> int:
        """Run the tests again.

        Returns:
            What a run returns, by the results of both runs together.
        """
        plan = self.plan()
        folder = self.run.output_directory
        before = read_output(folder / OUTPUT)
        again = replace(self.run, output_directory=folder / RERUN)
        with (
            run_environment(folder, self.run.settings) as files,
            only_run_in(again.output_directory),
        ):
            again.remove_old_results()
            again.require_reachable()
            ending = again.run_tests(plan, files)
            if ending.status >= ExitStatus.INVALID_INPUT:
                return ending.status
            both = both_runs(before, read_output(again.output_directory / OUTPUT))
            both.save(folder / OUTPUT)
            write_log(folder / OUTPUT, folder)
            is_good = self.run.conclusion.write(is_complete=False)
        return int(both.return_code) or int(not is_good)

    def plan(self) -> RunPlan:
        """Return the tests to run again.

        Raises:
            ConfigurationError: There is no last run, it was of another environment, or none of its failed tests is selected.
        """
        results = self.run.output_directory / RESULTS
        if not results.exists():
            raise ConfigurationError(f"{results} is missing: --rerun-failed needs the folder of a run")
        last = read_results_file(results)
        environment, wanted = last["run"]["environment"], self.run.settings.environment
        if environment != wanted:
            raise ConfigurationError(
                f"the last run in {results.parent} was of {environment}, not of {wanted}"
            )
        plan = self.run.plan().only(names_to_run_again(last["test_results"]))
        if not plan.tests:
            raise ConfigurationError(
                f"nothing is to be run again: no selected test failed or was blocked in the last run in {results.parent}"
            )
        return plan


def names_to_run_again(results: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return the full names of the tests that failed or were blocked, and of those that show whether a cause is still there.

    Args:
        results: The `test_results` of results.json.
    """
    not_passed = [test for test in results if test["status"] in _NOT_PASSED]
    own = [test for test in not_passed if test["details"]["cause"] is None]
    witnesses = [
        witness
        for test in not_passed
        if test["details"]["cause"] is not None
        for witness in _witnesses(test, results)
    ]
    return frozenset(f"{test['details']['suite']}.{test['test_name']}" for test in [*own, *witnesses])


def _witnesses(cause: Mapping[str, Any], results: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the test that has met a cause first or, if no test has, those of the suite whose setup or teardown has."""
    reason = cause["details"]["cause"]["cause"]["reason"]
    met = [test for test in results if reason in test["details"]["met_causes"]]
    in_suite = [test for test in results if test["details"]["suite"] == cause["details"]["suite"]]
    return met[:1] or [test for test in in_suite if test["details"]["cause"] is None]


def both_runs(before: Result, after: Result) -> Result:
    """Return the results of a run and of what was run again.

    The causes of the first run are left out: the tests that met them have been run again, and report what is still there.
    """
    for suite in _suites(before.suite):
        suite.tests = [test for test in suite.tests if not (CAUSE_METADATA in test.metadata and test.failed)]
    failures = {test.full_name: message_of(test) for test in before.suite.all_tests if not test.passed}
    for test in after.suite.all_tests:
        if test.passed and test.full_name in failures:
            test.metadata[FLAKY_METADATA] = failures[test.full_name]
    return merged_outputs([before, after], [before.suite.metadata.get(SELECTION_METADATA, "")])


def _suites(suite: TestSuite) -> Iterator[TestSuite]:
    yield suite
    for child in suite.suites:
        yield from _suites(child)
