"""Runs that are started in one results folder at the same time: one of them is refused, and the other keeps its results."""

from collections.abc import Callable
from pathlib import Path

import pytest
from robot.api import ExecutionResult

from conftest import command, run
from support.waiting import wait_until

SUITE = """
*** Settings ***
Library         ManuelEnvironment
Library         OperatingSystem


*** Test Cases ***
Runs Until It Is Told To End
    Create File    ${CURDIR}/started
    Wait Until Created    ${CURDIR}/end    timeout=1 minute
"""
COMMANDS: dict[str, Callable[[Path], list[str | Path]]] = {
    "robot": lambda folder: ["robot", "--outputdir", folder],
    "pabot": lambda folder: ["pabot", "--outputdir", folder],
    "runner": lambda folder: ["manuel-tests", "run", "--outputdir", folder],
    "runner with robot": lambda folder: ["manuel-tests", "run", "--framework", "--outputdir", folder],
}
REFUSED = 252


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("robot", ["robot", "runner", "pabot"]),
        ("pabot", ["robot", "runner"]),
        ("runner", ["robot", "runner"]),
        ("runner with robot", ["robot"]),
    ],
)
def test_a_folder_in_use_is_refused_and_not_written_to(tmp_path: Path, first: str, others: list[str]) -> None:
    suite, results = tmp_path / "suite.robot", tmp_path / "results"
    suite.write_text(SUITE)
    running = command(*COMMANDS[first](results), suite, cwd=tmp_path)
    wait_until((tmp_path / "started").exists, timeout=60)

    for other in others:
        refused = run(*COMMANDS[other](results), suite, cwd=tmp_path)
        said = [
            refused.output,
            *(file.read_text() for file in results.glob("pabot_results/*/robot_stderr.out")),
        ]
        assert refused.status == REFUSED, refused.output
        lines = [line for text in said for line in text.splitlines() if "is writing to" in line]
        assert lines
        assert lines[0].endswith(f"is writing to {results}: wait for it, or use another --outputdir")
        assert not (results / "output.xml").exists()

    (tmp_path / "end").touch()
    output, _ = running.communicate(timeout=60)
    assert running.returncode == 0, output
    assert ExecutionResult(results / "output.xml").statistics.total.passed == 1
    assert (results / "log.html").exists()


def test_a_killed_robot_keeps_nothing_from_the_next_one(tmp_path: Path) -> None:
    suite, results = tmp_path / "suite.robot", tmp_path / "results"
    suite.write_text(SUITE)
    killed = command(*COMMANDS["robot"](results), suite, cwd=tmp_path)
    wait_until((tmp_path / "started").exists, timeout=60)
    killed.kill()
    killed.communicate()

    (tmp_path / "end").touch()
    next_one = run(*COMMANDS["robot"](results), suite, cwd=tmp_path)
    assert next_one.status == 0, next_one.output
    left = {file.name for file in results.iterdir()} - {"stack.log"}
    assert left == {"log.html", "output.xml", "report.html"}
