"""A machine that has run out of something: the run ends with a line and a status of its own, and leaves nothing behind."""

import os
import subprocess
import sys
from pathlib import Path

from conftest import REPOSITORY
from support.robot_run import deployment_of_nothing
from support.waiting import wait_until

SUITE = """
*** Settings ***
Library         ManuelEnvironment


*** Test Cases ***
Output Becomes Longer Than The Limit
    FOR    ${number}    IN RANGE    ${lines}
        Log    A line of the output that fills the disk.
    END
"""
ROBOT = [sys.executable, "-m", "robot"]
BLOCKS = 100
"""The limit of files in blocks of 1024 bytes: it stands for a disk that becomes full in the middle of a run."""


def test_a_disk_that_becomes_full_ends_the_run_with_a_line(tmp_path: Path) -> None:
    suite, results, temporary = tmp_path / "suite.robot", tmp_path / "results", tmp_path / "tmp"
    suite.write_text(SUITE)
    temporary.mkdir()

    done = _run_with_limit(suite, results, temporary, lines=10_000)
    assert done.returncode == 255, done.stderr
    assert done.stderr == "[ ERROR ] the results cannot be written, and are incomplete: File too large\n"
    wait_until(lambda: list(temporary.iterdir()) == [])
    assert not (results / ".lock").exists()

    with deployment_of_nothing(tmp_path) as settings:
        short = _run_with_limit(suite, results, temporary, "--variablefile", str(settings), lines=10)
    assert short.returncode == 0, short.stderr


def _run_with_limit(
    suite: Path, results: Path, temporary: Path, *options: str, lines: int
) -> "subprocess.CompletedProcess[str]":
    robot = [
        *ROBOT,
        *options,
        *("--outputdir", str(results)),
        *("--log", "NONE", "--report", "NONE"),
        *("--variable", f"lines:{lines}"),
    ]
    return subprocess.run(
        ["bash", "-c", f'ulimit -f {BLOCKS}; exec "$@"', "limited", *robot, str(suite)],
        cwd=REPOSITORY,
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
