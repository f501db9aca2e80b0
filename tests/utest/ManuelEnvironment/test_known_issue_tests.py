"""The listener that skips tests that fail by known issues, in a run of robot."""

import json
from pathlib import Path

import pytest

from ManuelEnvironment.known_issues import KNOWN_METADATA
from support.robot_run import RobotRun, robot

SUITE = Path(__file__).with_name("known_issues.robot")
KNOWN = """
known_issues:
- operation: POST /api/manuals/upload
  expected: status 201
  got: 404 *
  reason: Uploads go to S3.
  owner: team-api
  until: 2999-01-31
- {expected: status 403, got: 200 *, reason: Everybody may., owner: team-api, until: 2020-01-31}
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> RobotRun:
    folder = tmp_path_factory.mktemp("known")
    (folder / "known.yaml").write_text(KNOWN)
    return robot(folder, "--variable", f"known_issues:{folder / 'known.yaml'}", SUITE)


def test_a_known_issue_does_not_fail_the_run(run: RobotRun) -> None:
    test = run.tests["Fails By A Known Issue"]
    assert test.skipped
    assert test.message.startswith(
        "known issue: Uploads go to S3. (team-api, until 2999-01-31)\nExpected status 201."
    )
    assert [issue["reason"] for issue in json.loads(test.metadata[KNOWN_METADATA])] == ["Uploads go to S3."]


def test_what_is_not_known_fails_the_run(run: RobotRun) -> None:
    failed = [name for name, test in run.tests.items() if test.failed]
    assert failed == [
        "Fails In Its Teardown As Well",
        "Fails By An Issue That Is Over",
        "Fails By Something Else",
    ]
    assert run.status == len(failed)


def test_an_issue_that_is_over_is_named(run: RobotRun) -> None:
    message = run.tests["Fails By An Issue That Is Over"].message
    assert message.endswith("\nNo longer a known issue: Everybody may. (team-api, until 2020-01-31)")


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert robot(tmp_path, SUITE).status == 4
