"""Running the tests: start them, watch them, and print errors of the run itself."""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from manuel_runner.running.ending import Ending, ending_of_process
from manuel_runner.running.process import run_process
from manuel_runner.running.run_command import RunCommand
from manuel_runner.running.run_files import RunFiles
from manuel_runner.running.watching import RunWatch
from ManuelEnvironment.exit_status import ExitStatus
from ManuelEnvironment.results_folder import PABOT_RESULTS

PABOT_LOG = "pabot_manager.log"
_ENTRY = re.compile(r"^\[([A-Z]+)\] +", re.MULTILINE)


def run_tests(
    command: RunCommand, directory: Path, variables: Mapping[str, str], files: RunFiles, watch: RunWatch
) -> Ending:
    """Run the tests, and print errors other than failed tests.

    Args:
        command: What runs them.
        directory: The folder for the results.
        variables: The environment variables of the command.
        files: The files of the run.
        watch: Shows what happens meanwhile.
    """
    arguments = command.arguments(files)
    status = run_process(arguments, directory, variables, files.printed, watch.look)
    if status is None:
        return Ending(ExitStatus.INTERRUPTED)
    pabot_results = None if command.processes is None else directory / PABOT_RESULTS
    ending = ending_of_process(status, pabot_results)
    for line in _problems(ending, files.printed, pabot_results):
        print(line, file=sys.stderr)
    return ending


def _problems(ending: Ending, printed: Path, pabot_results: Path | None) -> Iterator[str]:
    if ending.problem:
        yield f"manuel-tests: {ending.problem}"
    elif ending.status >= ExitStatus.INVALID_INPUT:
        yield printed.read_text(encoding="utf-8", errors="replace").rstrip()
    elif pabot_results is not None:
        yield from warnings_of_pabot(pabot_results / PABOT_LOG)


def warnings_of_pabot(log: Path) -> Iterator[str]:
    """Yield the warnings and errors in pabot's own log, which may have several lines each."""
    entries = _ENTRY.split(log.read_text(encoding="utf-8", errors="replace"))[1:]
    for level, text in zip(entries[::2], entries[1::2], strict=True):
        if level in ("WARNING", "ERROR"):
            yield f"pabot: {text.rstrip()}"
