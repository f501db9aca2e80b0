"""A test is blocked only if each of its failures has been reported already, as a cause or in another test, in a run of robot."""

import json
from pathlib import Path

import pytest

from cause_register.report import BLOCKED_METADATA, FAILED_FOR_METADATA
from support.robot_run import RobotRun, robot

SUITE = Path(__file__).with_name("partly_repeated_failures.robot")
UPLOAD = "POST /api/manuals/upload: expected status 201, got 404 Not Found"
ROW = "POST /api/manuals/upload: expected status 201 in row 10, got 404 Not Found"
HEALTH = "GET /health: expected status 200, got 403 Forbidden"
VARY = "Any response: no Vary"
FIRST = "Partly Repeated Failures.Is The First"
MANY = "Partly Repeated Failures.Fails By Something New Where A Message Is Cut"
BLOCKED = {
    "Fails Alike In A Message That Is Cut": (UPLOAD, FIRST),
    "Fails By One Of What It Is Red For": (ROW, MANY),
    "Fails In One Of Several Responses": (HEALTH, FIRST),
    "Fails In Every Response As Another Test Does In One": (HEALTH, FIRST),
    "Fails In One That Was Blocked With The Others": (HEALTH.replace("/health", "/api/manuals"), FIRST),
    "Fails By A Cause And Alike": (VARY, VARY),
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RobotRun:
    return robot(tmp_path_factory.mktemp("partly"), SUITE)


def test_a_test_fails_if_one_of_its_failures_is_new(run: RobotRun) -> None:
    assert [name for name, test in run.tests.items() if test.failed] == [
        "Is The First",
        "Fails By Something New Where A Message Is Cut",
        "Fails In Another One Of Several Responses",
        "Fails In Nearly Every Response As Another Test Does In One",
        "Fails In Every Response In Different Ways",
        "Fails By A Cause And By Something New",
        "Fails Like A Cause That It Has Not Met",
        VARY,
    ]


@pytest.mark.parametrize("name", BLOCKED)
def test_a_test_is_blocked_if_each_of_its_failures_has_been_reported(run: RobotRun, name: str) -> None:
    test, (reason, first) = run.tests[name], BLOCKED[name]
    assert test.skipped
    assert test.metadata[BLOCKED_METADATA] == reason
    assert test.message.splitlines()[:2] == [f"blocked by {reason}", f"First failed in: {first}"]


@pytest.mark.parametrize(
    ("name", "reasons"),
    [
        ("Is The First", [UPLOAD, HEALTH]),
        (
            "Fails In Another One Of Several Responses",
            ["POST /api/manuals/upload: expected status 200, got 500 Internal Server Error"],
        ),
        (
            "Fails By A Cause And By Something New",
            ["GET /health: expected header Age to be 1, got a response without Age"],
        ),
    ],
)
def test_a_failed_test_fails_for_what_is_new(run: RobotRun, name: str, reasons: list[str]) -> None:
    assert json.loads(run.tests[name].metadata[FAILED_FOR_METADATA]) == reasons


def test_what_a_message_lacks_that_is_cut_is_reported_as_well(run: RobotRun) -> None:
    test = run.tests["Fails By Something New Where A Message Is Cut"]
    assert "in row 10" not in test.message
    assert len(json.loads(test.metadata[FAILED_FOR_METADATA])) == 20
