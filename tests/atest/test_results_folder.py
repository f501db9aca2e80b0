"""Runs that are started in one results folder at the same time: one of them is refused, and the other keeps its results.

None of the tests needs a backend, so that the runs have an API that has nothing, and no local stack.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from robot.api import ExecutionResult

from conftest import command, run
from support.robot_run import deployment_of_nothing
from support.waiting_suites import WaitingSuites

COMMANDS: dict[str, Callable[[Path, Path], list[str | Path]]] = {
    "robot": lambda settings, folder: ["robot", "--variablefile", settings, "--outputdir", folder],
    "pabot": lambda settings, folder: ["pabot", "--variablefile", settings, "--outputdir", folder],
    "runner": lambda settings, folder: ["manuel-tests", "run", "-c", settings, "--outputdir", folder],
    "runner with robot": lambda settings, folder: [
        *("manuel-tests", "run", "--framework", "-c", settings, "--outputdir", folder)
    ],
}
REFUSED = 252


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Path]:
    with deployment_of_nothing(tmp_path) as settings:
        yield settings


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("robot", ["robot", "runner", "pabot"]),
        ("pabot", ["robot", "runner"]),
        ("runner", ["robot", "runner"]),
        ("runner with robot", ["robot"]),
    ],
)
def test_a_folder_in_use_is_refused_and_not_written_to(
    tmp_path: Path, settings: Path, first: str, others: list[str]
) -> None:
    results = tmp_path / "results"
    suites = WaitingSuites.write(tmp_path / "suites", "one")
    running = command(*COMMANDS[first](settings, results), suites.folder, cwd=tmp_path)
    suites.wait_until_all_run()

    for other in others:
        refused = run(*COMMANDS[other](settings, results), suites.folder, cwd=tmp_path)
        said = [
            refused.output,
            *(file.read_text() for file in results.glob("pabot_results/*/robot_stderr.out")),
        ]
        assert refused.status == REFUSED, refused.output
        lines = [line for text in said for line in text.splitlines() if "is writing to" in line]
        assert lines
        assert re.search(
            rf"another run \(process \d+\) is writing to {results}: wait for it, or use another --outputdir$",
            lines[0],
        )
        assert not (results / "output.xml").exists()

    suites.end()
    output, _ = running.communicate(timeout=60)
    assert running.returncode == 0, output
    assert ExecutionResult(results / "output.xml").statistics.total.passed == 1
    assert (results / "log.html").exists()


def test_a_killed_robot_keeps_nothing_from_the_next_one(tmp_path: Path, settings: Path) -> None:
    results = tmp_path / "results"
    suites = WaitingSuites.write(tmp_path / "suites", "one")
    killed = command(*COMMANDS["robot"](settings, results), suites.folder, cwd=tmp_path)
    suites.wait_until_all_run()
    killed.kill()
    killed.communicate()

    suites.end()
    next_one = run(*COMMANDS["robot"](settings, results), suites.folder, cwd=tmp_path)
    assert next_one.status == 0, next_one.output
    assert {file.name for file in results.iterdir()} == {"log.html", "output.xml", "report.html"}
