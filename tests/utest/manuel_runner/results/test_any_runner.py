"""results.json is the same whatever has run the tests: robot, pabot or rebot, to XML or to JSON."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from manuel_runner.command_line import main

PASSING = "*** Test Cases ***\nOne\n    No Operation\n\nTwo\n    No Operation\n"
FAILING = """
*** Test Cases ***
Fails The First Time
    Variable Should Exist    ${REPAIRED}
"""

Command = Callable[..., None]


@pytest.fixture
def suites(tmp_path: Path) -> Path:
    for name, text in {"api/first.robot": PASSING, "security/second.robot": FAILING}.items():
        (tmp_path / "suites" / name).parent.mkdir(parents=True)
        (tmp_path / "suites" / name).write_text(text, encoding="utf-8")
    return tmp_path / "suites"


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run a program of Robot Framework with its results in `run`."""

    def execute(module: str, *arguments: object) -> None:
        options = ["--outputdir", tmp_path / "run", "--log", "NONE", "--report", "NONE", *arguments]
        result = subprocess.run(
            [sys.executable, "-m", module, *map(str, options)],
            check=False,
            capture_output=True,
            text=True,
            cwd=tmp_path,
        )
        assert result.returncode < 250, result.stdout + result.stderr

    return execute


def robot(command: Command, suites: Path) -> str:
    command("robot", suites)
    return "output.xml"


def robot_with_json(command: Command, suites: Path) -> str:
    command("robot", "--output", "output.json", suites)
    return "output.json"


def pabot(command: Command, suites: Path) -> str:
    command("pabot.pabot", "--processes", 2, suites)
    return "output.xml"


def pabot_by_tests(command: Command, suites: Path) -> str:
    command("pabot.pabot", "--processes", 2, "--testlevelsplit", suites)
    return "output.xml"


def rebot_of_two_runs(command: Command, suites: Path) -> str:
    for name in ("api", "security"):
        command("robot", "--output", f"{name}.xml", suites / name)
    command(
        "robot.rebot",
        "--output",
        "both.xml",
        suites.parent / "run/api.xml",
        suites.parent / "run/security.xml",
    )
    return "both.xml"


@pytest.mark.parametrize("run", [robot, robot_with_json, pabot, pabot_by_tests, rebot_of_two_runs])
def test_every_runner_gives_the_same_results(
    run: Callable[[Command, Path], str], command: Command, suites: Path
) -> None:
    folder = suites.parent / "run"

    assert main(["report", str(folder / run(command, suites))]) == 0
    results = json.loads((folder / "results.json").read_text())

    assert {test["test_name"]: test["status"] for test in results["test_results"]} == {
        "One": "passed",
        "Two": "passed",
        "Fails The First Time": "failed",
    }
    assert {name: counts["total"] for name, counts in results["categories"].items()} == {
        "api": 2,
        "security": 1,
    }
    assert results["run"]["started_at"].startswith("20")
    written = {"summary.html", "summary.md", "trends.html", "log.html", "report.html", "xunit.xml"}
    assert written <= {path.name for path in folder.iterdir()}


def test_what_was_run_again_and_merged_counts(command: Command, suites: Path) -> None:
    folder = suites.parent / "run"
    command("robot", "--output", "first.xml", suites)
    command(
        "robot",
        "--rerunfailed",
        folder / "first.xml",
        "--variable",
        "REPAIRED:1",
        "--output",
        "again.xml",
        suites,
    )
    command("robot.rebot", "--merge", "--output", "merged.xml", folder / "first.xml", folder / "again.xml")

    assert main(["report", str(folder / "again.xml"), "--outputdir", str(folder / "again")]) == 0
    assert main(["report", str(folder / "merged.xml")]) == 0

    again, merged = (
        json.loads((folder / path).read_text())["summary"] for path in ("again/results.json", "results.json")
    )
    assert (again["total_tests"], again["passed"]) == (1, 1)
    assert (merged["total_tests"], merged["passed"], merged["failed"]) == (3, 3, 0)
