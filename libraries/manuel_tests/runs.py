"""A run of the suites, by the command `manuel-tests run`, and its results."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from manuel_stack.run_leader import die_with_parent
from manuel_tests.errors import RunFailedError
from ManuelEnvironment.exit_status import ExitStatus

Results = dict[str, Any]
"""The content of `results.json`; docs/results.md describes it."""


def read_results(directory: Path) -> Results:
    """Return the results that a folder has."""
    results: Results = json.loads((directory / "results.json").read_text(encoding="utf-8"))
    return results


def run_suites(
    settings_file: Path, directory: Path, tags: Sequence[str], environment: Mapping[str, str]
) -> None:
    """Run the suites, in processes of their own, which end when this one is killed.

    Args:
        settings_file: The settings.
        directory: The folder for the results.
        tags: Only tests with one of these tags run; without any, all do.
        environment: The environment variables of the run.

    Raises:
        RunFailedError: The run did not get to its end.
    """
    selection = [word for tag in tags for word in ("--include", tag)]
    where = ["--config", str(settings_file), "--outputdir", str(directory)]
    command = [sys.executable, "-m", "manuel_runner.command_line", "run", *where, *selection]
    status = subprocess.run(
        command,
        env=environment,
        check=False,
        preexec_fn=die_with_parent,
    ).returncode
    if not 0 <= status < ExitStatus.INVALID_INPUT:
        raise RunFailedError(f"the run ended with status {status}; its lines above say why")
