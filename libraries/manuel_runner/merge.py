"""Make one report of several runs, such as those of make targets that ran side by side."""

import sys
from collections.abc import Sequence
from pathlib import Path

from robot.result import Result

from load_engine.store import copy_all
from manuel_runner.file_names import OUTPUT
from manuel_runner.merged_outputs import merged_outputs, read_output
from manuel_runner.report import write_reports
from manuel_runner.selection import SELECTION_METADATA, without_shard
from manuel_runner.shards import SHARD_METADATA, problems_of_shards
from manuel_stack.results_lock import only_run_in
from ManuelEnvironment.errors import ConfigurationError


def merge_runs(runs: Sequence[Path], directory: Path) -> int:
    """Write the reports of all runs together; of a test that ran more than once, the latest result counts.

    Args:
        runs: The folders of the runs; if there are none, all folders in `directory` that are those of a run.
        directory: The folder for the reports.

    Returns:
        0, or 1 if shards are missing.

    Raises:
        ConfigurationError: There is no run, one is broken or lacks its output, `directory` is that of a run, or the
            environments differ.
        ResultsFolderError: A run is writing to `directory`.
    """
    outputs = [run / OUTPUT for run in runs] or sorted(directory.glob(f"*/{OUTPUT}"))
    if not outputs:
        raise ConfigurationError(
            f"no run to merge in {directory}: run some tests first, such as `make test-smoke`"
        )
    for output in outputs:
        _require_another_folder(output.parent, directory)
    results = sorted(map(read_output, outputs), key=lambda result: result.suite.start_time)
    problems = problems_of_shards(_metadata(results, SHARD_METADATA))
    selections = _metadata(results, SELECTION_METADATA)
    merged = merged_outputs(
        results, selections if problems else dict.fromkeys(map(without_shard, selections))
    )
    merged.suite.metadata.pop(SHARD_METADATA, None)
    with only_run_in(directory):
        for output in outputs:
            copy_all(output.parent, directory)
        merged.save(str(directory / OUTPUT))
        write_reports(directory / OUTPUT, directory)
    runs_in_words = "1 run" if len(outputs) == 1 else f"{len(outputs)} runs"
    print(f"Results of {runs_in_words}: {directory / 'results.json'}")
    for problem in problems:
        print(f"manuel-tests: {problem}", file=sys.stderr)
    return int(bool(problems))


def _require_another_folder(run: Path, directory: Path) -> None:
    if run.resolve() == directory.resolve():
        raise ConfigurationError(
            f"{run} is one of the runs, which the report would replace: use another --outputdir"
        )


def _metadata(results: Sequence[Result], name: str) -> list[str]:
    """Return what the runs say under a name of their metadata, without repetition."""
    return list(dict.fromkeys(filter(None, (result.suite.metadata.get(name) for result in results))))
