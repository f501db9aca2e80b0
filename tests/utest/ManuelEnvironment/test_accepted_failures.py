"""Known issues, quarantine and failures that have been reported already, in suites that import any of the keyword libraries."""

from pathlib import Path

import pytest

from support.robot_run import RobotRun, robot

SUITE = Path(__file__).with_name("accepted_failures.robot")
KNOWN = """
known_issues:
- {expected: an order, reason: Not yet., owner: team-shop, until: 2999-01-31}
- {expected: a receipt, reason: Not yet., owner: team-shop, until: 2020-01-31}
"""
SEVERAL = "SeveralLibraries"


@pytest.fixture(
    scope="module",
    params=["ServerlessApplication", "MockAWS", "FailureSimulator", "PerfMetrics", "ManuelAuth", SEVERAL],
)
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RobotRun:
    folder = tmp_path_factory.mktemp("accepted")
    (folder / "known.yaml").write_text(KNOWN)
    suite = folder / "accepted_failures.robot"
    suite.write_text(SUITE.read_text())
    if request.param == SEVERAL:
        libraries = "".join(f"Library    {name}\n" for name in ("ManuelEnvironment", "ManuelAPI", "MockAWS"))
        suite.write_text(suite.read_text().replace("Library          ${LIBRARY}\n", libraries))
    return robot(
        folder,
        "--variable",
        f"LIBRARY:{request.param}",
        "--variable",
        f"known_issues:{folder / 'known.yaml'}",
        suite,
    )


def test_a_known_issue_is_skipped(run: RobotRun) -> None:
    test = run.tests["Fails By A Known Issue"]
    assert test.skipped
    assert test.message == "known issue: Not yet. (team-shop, until 2999-01-31)\nExpected an order.\nGot none"


def test_an_issue_that_is_over_is_named_once(run: RobotRun) -> None:
    test = run.tests["Fails By An Issue That Is Over"]
    assert test.failed
    assert test.message.splitlines()[2:] == [
        "No longer a known issue: Not yet. (team-shop, until 2020-01-31)"
    ]


def test_quarantine_accepts_a_failure(run: RobotRun) -> None:
    test = run.tests["Fails In Quarantine"]
    assert test.skipped
    assert test.message.splitlines()[0] == (
        "known issue: in quarantine (accepted_failures.robot, until 2999-01-31)"
    )


def test_a_quarantine_that_is_over_fails_the_test_with_one_line(run: RobotRun) -> None:
    test = run.tests["Passes After Its Quarantine"]
    assert test.failed
    assert test.message.count("The quarantine of ") == 1


def test_a_failure_is_reported_once(run: RobotRun) -> None:
    assert run.tests["Is The First"].failed
    assert run.tests["Fails Alike"].skipped
    assert run.tests["Fails Alike"].message.count("blocked by ") == 1
    assert run.status == 3
