"""What Robot Framework writes is masked in each kind of output, also without a log, and whichever library a suite imports."""

from pathlib import Path

import pytest
from robot.api import ExecutionResult

from support.robot_run import run_robot

SECRET = 'A"&<+/\\z0123456789abcdef'
HALF_A_CHARACTER = r"""
*** Settings ***
Library    ManuelEnvironment

*** Test Cases ***
Backend Sends Half A Character
    ${half} =    Evaluate    json.loads('"Ü \\\\ud83d"')
    Log    ${half}
    Fail    Got ${half}

Next Test Passes
    No Operation
"""
SUITE = """
*** Settings ***
Library    {library}
Documentation    ${{SECRET.value}}

*** Variables ***
${{SECRET: Secret}}    %{{TESTERS_VALUE}}

*** Test Cases ***
Secret Stands Everywhere
    [Documentation]    ${{SECRET.value}}
    Log    ${{SECRET.value}}
    Set Tags    ${{SECRET.value}}
    Set Test Message    ${{SECRET.value}}
    Fail    ${{SECRET.value}}
"""
OUTPUTS = {
    "output.xml": [],
    "output.json": ["--output", "output.json"],
    "xunit.xml": ["--output", "NONE", "--xunit", "xunit.xml"],
    "report.html": ["--log", "NONE"],
    "debug.txt": ["--debugfile", "debug.txt"],
}


@pytest.mark.parametrize(
    ("output", "library"),
    [*((output, "ManuelEnvironment") for output in OUTPUTS), ("output.xml", "ManuelAuth")],
)
def test_a_secret_is_in_no_output(output: str, library: str, tmp_path: Path) -> None:
    (tmp_path / "suite.robot").write_text(SUITE.format(library=library))
    run = run_robot(tmp_path, *OUTPUTS[output], tmp_path / "suite.robot", TESTERS_VALUE=SECRET)
    written = {output: (tmp_path / output).read_text(), "console": run.stdout + run.stderr}
    for name, text in written.items():
        assert "0123456789abcdef" not in text, name
        assert "secret" in text.replace("Secret", ""), name


@pytest.mark.parametrize("options", [[], ["--output", "output.json"], ["--debugfile", "debug.txt"]], ids=str)
def test_half_a_character_ends_no_report(options: list[str], tmp_path: Path) -> None:
    (tmp_path / "suite.robot").write_text(HALF_A_CHARACTER)
    run = run_robot(tmp_path, *options, tmp_path / "suite.robot")
    assert run.returncode == 1, run.stdout + run.stderr
    assert r"Got Ü \ud83d" in run.stdout
    output = next(file for file in (tmp_path / "output.xml", tmp_path / "output.json") if file.exists())
    tests = list(ExecutionResult(output).suite.all_tests)
    assert [(test.name, test.message) for test in tests] == [
        ("Backend Sends Half A Character", r"Got Ü \ud83d"),
        ("Next Test Passes", ""),
    ]
