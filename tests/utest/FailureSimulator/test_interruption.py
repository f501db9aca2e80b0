"""An interrupted run leaves no failure behind on a server that stays up."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from support.waiting import wait_until

CALLS = Path(__file__).parent / "keywords" / "QueueCalls.py"
HANGING = """
*** Test Cases ***
Hangs
    Activate Fault    hang    service=sqs    name=silence
    List Queues
"""
QUIET = """
*** Test Cases ***
Quiet
    List Queues
"""


@pytest.fixture
def start(aws: Any, tmp_path: Path) -> Iterator[Callable[[str], subprocess.Popen[str]]]:
    """Start Robot Framework in a process of its own."""
    started: list[subprocess.Popen[str]] = []

    def start_robot(cases: str) -> subprocess.Popen[str]:
        suite = tmp_path / "suite.robot"
        settings = f"*** Settings ***\nLibrary    FailureSimulator    {aws.url}\nLibrary    {CALLS}    {aws.url}    1\n"
        suite.write_text(settings + cases)
        command = [sys.executable, "-m", "robot", "--outputdir", str(tmp_path), str(suite)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
        return started[-1]

    yield start_robot
    for process in started:
        process.kill()
        process.communicate()


def test_interrupted_run_ends_its_failures(aws: Any, start: Callable[[str], Any]) -> None:
    robot = start(HANGING)
    wait_until(lambda: len(aws.effects()) == 1)
    os.kill(robot.pid, signal.SIGINT)
    robot.communicate(timeout=20)

    assert aws.engine.rules == []
    wait_until(lambda: aws.effects()[0].held_ms is not None)


def test_killed_run_releases_its_requests_and_the_next_run_begins_without_failures(
    aws: Any, start: Callable[[str], Any]
) -> None:
    robot = start(HANGING)
    wait_until(lambda: len(aws.effects()) == 1)
    robot.kill()
    robot.communicate(timeout=20)
    wait_until(lambda: aws.effects()[0].held_ms is not None)
    assert [rule["name"] for rule in aws.engine.rules] == ["silence"]

    following = start(QUIET)
    output, _ = following.communicate(timeout=20)
    assert "Ended failures that were still active before the test: silence." in output
    assert following.returncode == 0
    assert aws.engine.rules == []
