"""The listener that makes each cause a test of its own, in a run of robot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cause_register import KnownCause
from cause_register.report import BLOCKED_METADATA, CAUSE_METADATA, MET_METADATA, met_from_json
from support.robot_run import RobotRun, robot

HERE = Path(__file__).parent
DEVIATION, MISSING, UPLOAD = "deviation ${x} = 1", "usage is missing", "POST /api/manuals/upload 404"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RobotRun]:
    folder = tmp_path_factory.mktemp("causes")
    return robot(folder, "--name", "Root", HERE / "causes.robot", HERE / "blocked_suite.robot")


def test_each_cause_is_reported_once_under_its_own_name(run: RobotRun) -> None:
    assert sorted(name for name, test in run.tests.items() if test.failed) == [
        "Blocked Suite.GET /health 500: title",
        "Causes.Fails For Another Reason",
        f"Causes.{UPLOAD}: title",
        "Causes.aws-inspection cannot be used in this environment",
        f"Causes.{DEVIATION}: title",
        "Causes.in the suite's setup: title",
        f"Causes.{MISSING}: title",
        "in the suite's teardown: title",
    ]
    assert run.status == 8


def test_a_test_that_meets_a_deviation_goes_on(run: RobotRun) -> None:
    for name, times in {"Meets A Deviation Twice": 2, "Meets The Same Deviation": 1}.items():
        test = run.tests[f"Causes.{name}"]
        assert test.passed
        assert met_from_json(test.metadata[MET_METADATA]) == {DEVIATION: times}
    assert MET_METADATA not in run.tests["Causes.Passes"].metadata


def test_a_failure_that_the_deviation_does_not_explain_is_the_tests_own(run: RobotRun) -> None:
    test = run.tests["Causes.Fails For Another Reason"]
    assert (test.failed, test.message) == (True, "Expected 1.\nGot 2")
    assert met_from_json(test.metadata[MET_METADATA]) == {DEVIATION: 1}


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Causes.Looks For What Is Missing", MISSING),
        ("Causes.Is Blocked", UPLOAD),
        ("Causes.Is Blocked In Its Setup", UPLOAD),
        ("Causes.Lacks A Capability", "aws-inspection"),
        ("Blocked Suite.Cannot Run", "GET /health 500"),
        ("Blocked Suite.Cannot Run Either", "GET /health 500"),
    ],
)
def test_a_blocked_test_is_skipped_and_says_by_what(run: RobotRun, name: str, reason: str) -> None:
    test = run.tests[name]
    assert test.skipped
    assert f"blocked by {reason}" in test.message
    assert test.metadata[BLOCKED_METADATA] == reason


def test_a_cause_says_who_met_it_and_whom_it_blocks(run: RobotRun) -> None:
    test = run.tests[f"Causes.{UPLOAD}: title"]
    assert list(test.tags) == ["cause", "cause:unusable"]
    assert KnownCause.from_json(test.metadata[CAUSE_METADATA]).cause.reason == UPLOAD
    assert test.message.splitlines() == [
        "Expected this.",
        "Got that",
        "Met 2 times by Root.Causes.Is Blocked; Root.Causes.Is Blocked In Its Setup",
        "Blocks Root.Causes.Is Blocked; Root.Causes.Is Blocked In Its Setup",
    ]


def test_what_the_last_teardown_meets_fails_it_since_no_test_can_follow(tmp_path: Path) -> None:
    run = robot(tmp_path, "--test", "Passes", HERE / "causes.robot")
    assert (
        run.tests["Passes"].message
        == "Parent suite teardown failed:\nin the suite's teardown: title\nExpected this.\nGot that"
    )
    assert run.status == 2


def test_the_order_and_the_first_failure_do_not_matter(tmp_path: Path) -> None:
    options = ["--randomize", "all:7", "--exitonfailure", "--exclude", "nothing"]
    run = robot(tmp_path, *options, "--test", "Meets A Deviation Twice", HERE / "causes.robot")
    assert {name for name, test in run.tests.items() if test.failed} >= {f"{DEVIATION}: title"}
    assert run.status > 0


def test_a_dry_run_meets_no_cause(tmp_path: Path) -> None:
    run = robot(tmp_path, "--dryrun", HERE / "causes.robot")
    assert (run.status, len(run.tests)) == (0, 8)
