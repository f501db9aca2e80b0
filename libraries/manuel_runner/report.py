"""Rewrite the reports of the last run."""

import subprocess
import sys
from pathlib import Path

from manuel_stack.results_lock import only_run_in
from ManuelEnvironment.errors import ConfigurationError


def rewrite_reports(directory: Path) -> int:
    """Make log.html, report.html, xunit.xml and results.json from output.xml, and print where they are.

    Raises:
        ConfigurationError: There is no output.xml.
        ResultsFolderError: A run is writing to the folder.
    """
    output = directory / "output.xml"
    if not output.exists():
        raise ConfigurationError(f"{output} is missing: run `make test` first")
    with only_run_in(directory):
        _rewrite(output, directory)
    print(f"Results: {directory / 'results.json'}")
    return 0


def _rewrite(output: Path, directory: Path) -> None:
    from manuel_runner.results import environment_of, write_results

    command = [
        sys.executable,
        "-m",
        "robot.rebot",
        "--nostatusrc",
        "--outputdir",
        str(directory),
        "--xunit",
        "xunit.xml",
    ]
    subprocess.run([*command, str(output)], check=True)
    write_results(output, directory, environment_of(output))
