"""The listener that lets one test fail for each cause, in a run of robot."""

from pathlib import Path

import pytest

from cause_register.report import BLOCKED_METADATA
from support.robot_run import RobotRun, robot

SUITE = Path(__file__).with_name("repeated_failures.robot")
KNOWN = """
known_issues:
- {operation: GET /api/user/quota, got: 403 *, reason: Not yet., owner: team-api, until: 2999-01-31}
"""
UPLOAD = "POST /api/manuals/upload: expected status 201, got 404 Not Found"
HEALTH = "GET /health: expected status 200, got 403 Forbidden"
BLOCKED = {
    "Fails Alike": UPLOAD,
    "Fails Alike In Its Setup": UPLOAD,
    "Fails Alike In Its Teardown": UPLOAD,
    "Fails By What Both Fail By": HEALTH,
}
RED_FOR = {UPLOAD: "Is The First", HEALTH: "Fails Alike And By Something New"}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RobotRun:
    folder = tmp_path_factory.mktemp("repeated")
    (folder / "known.yaml").write_text(KNOWN)
    return robot(folder, "--variable", f"known_issues:{folder / 'known.yaml'}", SUITE)


def test_each_cause_fails_the_first_test_that_fails_with_it(run: RobotRun) -> None:
    failed = [name for name, test in run.tests.items() if test.failed]
    assert failed == [
        "Is The First",
        "Fails Alike With Another Status",
        "Fails Alike With Another Number",
        "Fails Alike With Yet Another Number",
        "Fails Alike And By Something New",
        "Fails Alike And Without A Request",
        "Fails Without A Request",
        "Fails Alike In A Message That Is Cut",
        "Fails Like A Test In Quarantine",
        "Was In Quarantine",
    ]
    assert run.status == len(failed)


@pytest.mark.parametrize("name", BLOCKED)
def test_a_later_one_is_blocked_and_says_by_what_and_which_test_fails(run: RobotRun, name: str) -> None:
    test, reason = run.tests[name], BLOCKED[name]
    assert test.skipped
    assert test.metadata[BLOCKED_METADATA] == reason
    assert test.message.splitlines()[:2] == [
        f"blocked by {reason}",
        f"First failed in: Repeated Failures.{RED_FOR[reason]}",
    ]


def test_a_blocked_test_keeps_its_own_message(run: RobotRun) -> None:
    own = run.tests["Fails Alike"].message.split("\n", 2)[2]
    assert own.startswith('Expected status 201.\nGot 404 Not Found: {"a": 1}\n')


def test_what_is_known_is_known_and_not_blocked(run: RobotRun) -> None:
    known = ["Is In Quarantine", "Fails By A Known Issue", "Fails By The Same Known Issue"]
    assert all(run.tests[name].message.startswith("known issue: ") for name in known)
    assert [name for name, test in run.tests.items() if test.skipped and name not in BLOCKED] == known


def test_a_test_that_is_run_alone_fails(tmp_path: Path) -> None:
    assert robot(tmp_path, "--test", "Fails Alike", SUITE).status == 1
