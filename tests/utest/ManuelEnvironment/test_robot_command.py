"""How a run ends whose settings are wrong: as a command line, in an editor, and in a program that calls Robot Framework's API."""

import subprocess
import sys
from pathlib import Path

import pytest
from robot.api import ExecutionResult

SUITE = """
*** Settings ***
Library    ManuelEnvironment

*** Test Cases ***
One
    Log    1

Two
    Log    2
"""
EDITOR = (
    "from robot.run import RobotFramework as R; print('status', R().execute_cli(sys.argv[1:], exit=False))"
)
PROGRAM = "import robot; o, _, d, s = sys.argv[1:5]; print('status', robot.run(s, variablefile=d, outputdir=o[12:]))"


def run(tmp_path: Path, *python: str) -> "subprocess.CompletedProcess[str]":
    (tmp_path / "suite.robot").write_text(SUITE)
    (tmp_path / "settings.yaml").write_text("environment: local\ndaily_qouta: 3\n")
    arguments = [
        f"--outputdir={tmp_path}",
        "--variablefile",
        tmp_path / "settings.yaml",
        tmp_path / "suite.robot",
    ]
    return subprocess.run(
        [sys.executable, *python, *map(str, arguments)], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "python", [("-m", "robot"), ("-c", f"import sys; {EDITOR}")], ids=["robot", "editor"]
)
def test_a_command_line_ends_with_one_line_and_without_results(
    tmp_path: Path, python: tuple[str, str]
) -> None:
    done = run(tmp_path, *python)
    assert done.returncode == 252
    assert done.stderr == (
        f"[ ERROR ] {tmp_path / 'settings.yaml'}: unknown key 'daily_qouta'. Did you mean daily_quota?\n"
    )
    assert list(tmp_path.glob("*.xml*")) == []
    assert "status" not in done.stdout


def test_a_program_goes_on_and_each_test_reports_the_line(tmp_path: Path) -> None:
    done = run(tmp_path, "-c", f"import sys; {PROGRAM}")
    assert "status 2" in done.stdout
    tests = list(ExecutionResult(str(tmp_path / "output.xml")).suite.all_tests)
    assert [test.status for test in tests] == ["FAIL", "FAIL"]
    assert all("Did you mean daily_quota?" in test.message for test in tests)
