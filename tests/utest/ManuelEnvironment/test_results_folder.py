"""The results folder of a robot that pabot has started, and of several runs in one process."""

import atexit
import os
import subprocess
import sys
from pathlib import Path

import pytest

from manuel_stack.process_name import process_name
from manuel_stack.results_lock import LOCK
from manuel_stack.run_directory import run_directory
from manuel_stack.run_leader import LEADER_VARIABLE
from ManuelEnvironment.causes import cause_notes, forget_causes
from ManuelEnvironment.exit_status import ExitStatus
from ManuelEnvironment.results_folder import ResultsFolder

SUITE = """
*** Settings ***
Library    ManuelEnvironment

*** Test Cases ***
Nothing Is Done
    No Operation
"""
BY_PYTHON = "import subprocess, sys; sys.exit(subprocess.run(sys.argv[1:]).returncode)"


@pytest.fixture
def robot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the command for a robot of a run that this process leads."""
    monkeypatch.setenv(LEADER_VARIABLE, str(os.getpid()))
    (tmp_path / "suite.robot").write_text(SUITE)
    options = (
        "--variable",
        "PABOTQUEUEINDEX:0",
        "--outputdir",
        str(tmp_path),
        "--log",
        "none",
        "--report",
        "none",
    )
    return [sys.executable, "-m", "robot", *options, str(tmp_path / "suite.robot")]


def test_the_folder_is_locked_for_the_run_that_a_robot_belongs_to(tmp_path: Path, robot: list[str]) -> None:
    subprocess.run([sys.executable, "-c", BY_PYTHON, *robot], capture_output=True, timeout=60, check=True)
    assert (tmp_path / LOCK).read_text() == process_name(os.getpid())
    assert (tmp_path / "output.xml").exists()


def test_a_robot_whose_pabot_was_killed_does_not_lock_the_folder_again(
    tmp_path: Path, robot: list[str]
) -> None:
    """Another program than Python has taken it over, as the system's first process does."""
    in_a_shell = ["bash", "-c", '"$@"; exit $?', "bash", *robot]
    done = subprocess.run(in_a_shell, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == ExitStatus.INVALID_INPUT
    assert "pabot has ended before this robot has begun: its run is over" in done.stderr
    assert not (tmp_path / LOCK).exists()


def test_the_causes_of_an_abandoned_run_are_not_those_of_the_next_one_of_the_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("manuel_stack.run_directory.tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.delenv(LEADER_VARIABLE, raising=False)
    forget_causes()
    output = tmp_path / "results" / "output.xml"
    output.parent.mkdir()
    output.touch()
    results = ResultsFolder(output.parent, output, os.getpid())
    results.claim()
    atexit.unregister(results.release)
    assert cause_notes().register.mark("met")
    assert not cause_notes().register.mark("met")

    results.abandon()
    assert not run_directory(os.getpid()).exists()
    assert cause_notes().register.mark("met")
    forget_causes()
