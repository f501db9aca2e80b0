"""Make one report of several runs, such as those of make targets that ran side by side."""

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from robot.api import ExecutionResult
from robot.errors import DataError
from robot.result import Result, TestSuite

from manuel_runner.report import write_reports
from manuel_runner.selection import SELECTION_METADATA, without_shard
from manuel_runner.shards import SHARD_METADATA, problems_of_shards
from manuel_stack.results_lock import only_run_in
from ManuelEnvironment.errors import ConfigurationError

OUTPUT = "output.xml"


def merge_runs(runs: Sequence[Path], directory: Path) -> int:
    """Write the reports of all runs together; of a test that ran more than once, the latest result counts.

    Args:
        runs: The folders of the runs; if there are none, all folders in `directory` that are those of a run.
        directory: The folder for the reports.

    Returns:
        0, or 1 if shards are missing.

    Raises:
        ConfigurationError: There is no run, one is broken or lacks its output, or the environments differ.
        ResultsFolderError: A run is writing to `directory`.
    """
    outputs = [run / OUTPUT for run in runs] or sorted(directory.glob(f"*/{OUTPUT}"))
    if not outputs:
        raise ConfigurationError(
            f"no run to merge in {directory}: run some tests first, such as `make test-smoke`"
        )
    results = sorted(map(_read, outputs), key=lambda result: result.suite.start_time)
    problems = problems_of_shards(_metadata(results, SHARD_METADATA))
    selections = _metadata(results, SELECTION_METADATA)
    merged = _merged(results, selections if problems else dict.fromkeys(map(without_shard, selections)))
    with only_run_in(directory):
        merged.save(str(directory / OUTPUT))
        write_reports(directory / OUTPUT, directory)
    print(f"Results of {len(outputs)} runs: {directory / 'results.json'}")
    for problem in problems:
        print(f"manuel-tests: {problem}", file=sys.stderr)
    return int(bool(problems))


def _read(output: Path) -> Result:
    try:
        result = ExecutionResult(str(output))
    except DataError as error:
        raise ConfigurationError(f"{output} cannot be read: {error}") from None
    if result.suite.start_time is None:
        raise ConfigurationError(f"{output} does not say when the run began: run the tests again")
    return result


def _metadata(results: Sequence[Result], name: str) -> list[str]:
    """Return what the runs say under a name of their metadata, without repetition."""
    return list(dict.fromkeys(filter(None, (result.suite.metadata.get(name) for result in results))))


def _merged(results: Sequence[Result], selections: Iterable[str]) -> Result:
    """Return the first result with all that the others have; the earliest comes first."""
    _require_one_environment(results)
    first, *later = results
    begin = first.suite.start_time
    end = max(result.suite.start_time + result.suite.elapsed_time for result in results)
    for result in later:
        _merge_suite(first.suite, result.suite)
    first.suite.metadata[SELECTION_METADATA] = " + ".join(selections)
    first.suite.metadata.pop(SHARD_METADATA, None)
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
    again = {test.name for test in later.tests}
    suite.tests = [*(test for test in suite.tests if test.name not in again), *later.tests]
    known = {child.name: child for child in suite.suites}
    for child in later.suites:
        if child.name in known:
            _merge_suite(known[child.name], child)
        else:
            suite.suites.append(child)
