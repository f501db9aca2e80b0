"""Outputs of Robot Framework, merged test by test."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from robot.api import ExecutionResult
from robot.errors import DataError
from robot.result import Result, TestSuite

from manuel_runner.selection import BETWEEN_RUNS, SELECTION_METADATA
from ManuelEnvironment.errors import ConfigurationError


def read_output(output: Path) -> Result:
    """Read an output.

    Raises:
        ConfigurationError: It is missing or broken, or does not say when its run began.
    """
    try:
        result = ExecutionResult(str(output))
    except DataError as error:
        raise ConfigurationError(f"{output} cannot be read: {error}") from None
    if result.suite.start_time is None:
        raise ConfigurationError(f"{output} does not say when the run began: run the tests again")
    return result


def merged_outputs(results: Sequence[Result], selections: Iterable[str]) -> Result:
    """Return the first result with all that the others have; of a test that ran more than once, the latest result counts.

    Args:
        results: The results, the earliest first.
        selections: Which tests these were, in the words of `Selection.describe`.

    Raises:
        ConfigurationError: The environments differ.
    """
    _require_one_environment(results)
    first, *later = results
    begin = first.suite.start_time
    end = max(result.suite.start_time + result.suite.elapsed_time for result in results)
    for result in later:
        _merge_suite(first.suite, result.suite)
        first.errors.messages.extend(result.errors.messages)
    first.suite.metadata[SELECTION_METADATA] = BETWEEN_RUNS.join(selections)
    first.suite.start_time, first.suite.end_time, first.suite.elapsed_time = begin, end, end - begin
    return first


def _require_one_environment(results: Sequence[Result]) -> None:
    from manuel_runner.results import environments_of

    names = sorted({name for result in results for name in environments_of(result.suite)})
    if len(names) > 1:
        raise ConfigurationError(
            f"the runs are of different environments, {' and '.join(names)}: name their folders"
        )


def _merge_suite(suite: TestSuite, later: TestSuite) -> None:
    """Add what a suite has become later. Where a test ran again, the latest setup and teardown count, as the test itself does."""
    if not {test.full_name for test in suite.all_tests}.isdisjoint(
        test.full_name for test in later.all_tests
    ):
        suite.setup, suite.teardown = later.setup, later.teardown
    again = {test.name for test in later.tests}
    suite.tests = [*(test for test in suite.tests if test.name not in again), *later.tests]
    known = {child.name: child for child in suite.suites}
    for child in later.suites:
        if child.name in known:
            _merge_suite(known[child.name], child)
        else:
            suite.suites.append(child)
