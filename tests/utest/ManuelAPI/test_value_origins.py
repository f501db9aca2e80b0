"""Failures about values name the response that the values came with, in a run of robot."""

import re
from pathlib import Path

import pytest

from cause_register.report import BLOCKED_METADATA
from support.robot_run import RobotRun, robot

SUITE = Path(__file__).with_name("value_origins.robot")
ORIGINS = {
    "Of The Keyword's Response": "GET /health",
    "Of What Is Made Of It": "GET /health",
    "Of A User Keyword": "GET /version",
    "Of An Argument": "GET /health",
    "Of A Loop": "GET /health",
    "Of What The Last Response Is Asked For": "GET /health",
    "Of What Is Looked For In Vain": "GET /health",
    "Of Our Own Assertion": "GET /health",
    "Of What Another Library Returns": None,
    "Of Nothing That A Response Has": None,
    "Of Another Variable Of The Same Name": None,
    "Of A Variable That Has Another Value By Now": None,
    "Of A Response That The Message Names": None,
}
FROM = re.compile(r"^From: (\w+) http://[^/]+(/\S+), request id ", re.MULTILINE)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RobotRun:
    return robot(tmp_path_factory.mktemp("origins"), SUITE)


@pytest.mark.parametrize("name", ORIGINS)
def test_a_failure_names_the_response_that_its_value_came_with(run: RobotRun, name: str) -> None:
    test = run.tests[name]
    assert test.failed
    assert "xpected " in test.message
    assert [" ".join(found) for found in FROM.findall(test.message)] == list(filter(None, [ORIGINS[name]]))


def test_the_same_member_of_another_variable_fails_alike(run: RobotRun) -> None:
    test = run.tests["Fails Alike By Another Variable"]
    assert test.skipped
    assert test.metadata[BLOCKED_METADATA] == "GET /health: expected status_code to be 200, got 404"


@pytest.mark.parametrize("name", ["Fails Alike By Another Member", "Fails Alike By Another Response"])
def test_another_member_or_response_does_not(run: RobotRun, name: str) -> None:
    assert run.tests[name].failed
