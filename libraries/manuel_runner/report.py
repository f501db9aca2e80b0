"""Rewrite the reports of the last run."""

import subprocess
import sys
from pathlib import Path

from ManuelEnvironment.errors import ConfigurationError


def rewrite_reports(directory: Path) -> int:
    """Make log.html, report.html, xunit.xml and results.json from output.xml, and print where they are.

    Raises:
        ConfigurationError: There is no output.xml.
    """
    output = directory / "output.xml"
    if not output.exists():
        raise ConfigurationError(f"{output} is missing: run `make test` first")
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
    print(f"Results: {directory / 'results.json'}")
    return 0
