"""Causes, needs and tags have their effect whichever keyword library a suite imports, and once if it imports several."""

from pathlib import Path

import pytest

from support.robot_run import RobotRun, robot, run_robot

LIBRARIES = ["ServerlessApplication", "MockAWS", "FailureSimulator", "PerfMetrics", "ManuelAuth"]
SEVERAL = [*LIBRARIES, "ManuelEnvironment"]
TESTS = """
*** Test Cases ***
Cannot Be Judged
    Skip    blocked by a queue: nobody has made one

Needs What Is Not There
    [Tags]    needs:load
    Fail    This should not have run.

Calls A Keyword With A Name It Has Not
    No Operation    stats=201

Has The Wrong Value
    ${value} =    Set Variable    1
    Should Be Equal    ${value}    2
"""
MISSPELT = """
*** Test Cases ***
A Test
    [Tags]    needs:cots
    No Operation
"""
SECRET = """
*** Test Cases ***
A Test
    Sign In    password=wrong
"""


def suite_with(folder: Path, libraries: list[str], tests: str = TESTS) -> Path:
    suite = folder / "suite.robot"
    imports = "".join(f"Library    {name}\n" for name in libraries)
    suite.write_text(f"*** Settings ***\n{imports}{tests}")
    return suite


@pytest.fixture(scope="module", params=[*([name] for name in LIBRARIES), SEVERAL], ids="-".join)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RobotRun:
    folder = tmp_path_factory.mktemp("any")
    return robot(folder, suite_with(folder, request.param))


def test_a_run_whose_tests_are_all_blocked_fails(run: RobotRun) -> None:
    assert run.tests["Cannot Be Judged"].skipped
    cause = run.tests["a queue cannot be used in this environment"]
    assert cause.failed
    assert run.status == 3
    assert len(run.tests) == 5


def test_a_test_is_skipped_whose_needs_are_not_met(run: RobotRun) -> None:
    test = run.tests["Needs What Is Not There"]
    assert test.skipped
    assert test.message == "environment dev does not offer load"


def test_messages_are_worded_once(run: RobotRun) -> None:
    hinted = run.tests["Calls A Keyword With A Name It Has Not"].message
    assert hinted.count("It has no argument stats") == 1
    assert run.tests["Has The Wrong Value"].message == "Expected value to be '2'.\nGot '1'"


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_misspelt_need_ends_the_run(tmp_path: Path, library: str) -> None:
    suite = suite_with(tmp_path, [library], MISSPELT)
    run = run_robot(tmp_path, suite)
    assert run.returncode == 252
    assert "test 'Suite.A Test': the tag 'needs:cots' names no capability." in run.stderr


def test_it_is_said_how_a_secret_is_made(tmp_path: Path) -> None:
    run = robot(tmp_path, suite_with(tmp_path, ["ManuelAuth"], SECRET))
    message = run.tests["A Test"].message
    assert (
        "cannot be converted to Secret or None. Take one from an environment variable, `VAR    ${pass"
        in message
    )
