"""A clone in a folder whose name has a blank, an umlaut and a quote, as Jenkins names workspaces after jobs."""

import os
import subprocess
from pathlib import Path

import pytest
from robot.api import ExecutionResult


@pytest.mark.timeout(300)
@pytest.mark.parametrize("how", [["--parallel", "2"], ["--framework"]], ids=["pabot", "robot"])
def test_suites_run_in_a_folder_with_blanks(clone: Path, how: list[str]) -> None:
    results = clone / "results"
    suites = [clone / "suites" / "api" / name for name in ("health.robot", "usage.robot")]
    command = [clone / ".venv" / "bin" / "python", "-m", "manuel_runner.command_line", "run", *how]
    done = subprocess.run(
        [*map(str, command), "--include", "smoke", "--outputdir", str(results), *map(str, suites)],
        cwd=clone,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    total = ExecutionResult(results / "output.xml").statistics.total
    assert (total.passed >= 2, total.failed) == (True, 0)
