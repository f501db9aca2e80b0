"""Rewrite the reports of a run, whatever has run it."""

import subprocess
import sys
from pathlib import Path

from robot.errors import DataError

from manuel_stack.errors import ResultsFolderError
from manuel_stack.results_lock import only_run_in
from ManuelEnvironment.configuration import REPOSITORY
from ManuelEnvironment.errors import ConfigurationError

REPORT_OPTIONS = REPOSITORY / "resources" / "report_options.txt"
"""An argument file for robot, pabot and rebot, with what keeps the statistics of their reports readable."""


def report_options() -> list[str]:
    """Return these options. pabot cannot hand an argument file on to robot processes that are started by `--command`."""
    lines = REPORT_OPTIONS.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if line.startswith("--") for word in line.split(maxsplit=1)]


def rewrite_reports(output: Path, directory: Path) -> int:
    """Make log.html, report.html, xunit.xml, results.json and the pages from an output, and print where they are.

    Args:
        output: What robot, pabot or rebot has written: XML, or JSON.
        directory: The folder for the reports.

    Raises:
        ConfigurationError: There is no output, or it is broken.
        ResultsFolderError: A run is writing to the folder.
    """
    if output.is_dir():
        raise ConfigurationError(
            f"{output} is a folder: name the output in it, such as {output / 'output.xml'}"
        )
    if not output.is_file():
        raise ConfigurationError(f"{output} is missing: run `make test` first, or name another output")
    with only_run_in(directory):
        try:
            write_reports(output, directory)
        except DataError as error:
            raise ConfigurationError(f"{output} is broken: {error}; run the tests again") from None
    print(f"Results: {directory / 'results.json'}")
    return 0


def write_reports(output: Path, directory: Path) -> None:
    """Make log.html, report.html, xunit.xml, results.json and the pages from an output.

    Raises:
        robot.errors.DataError: The output is broken.
        ResultsFolderError: The folder cannot be written to.
    """
    from manuel_runner.results import environment_of, write_results

    environment = environment_of(output)
    write_log(output, directory)
    write_results(output, directory, environment)


def write_log(output: Path, directory: Path) -> None:
    """Make log.html, report.html and xunit.xml from an output.

    Raises:
        ResultsFolderError: The folder cannot be written to.
    """
    command = [sys.executable, "-m", "robot.rebot", "--nostatusrc", "--processemptysuite"]
    files = ["--outputdir", str(directory), "--xunit", "xunit.xml", *report_options()]
    made = subprocess.run([*command, *files, str(output)], stdout=subprocess.DEVNULL, check=False)
    if made.returncode:
        raise ResultsFolderError(f"the reports could not be written to {directory}: see above")
