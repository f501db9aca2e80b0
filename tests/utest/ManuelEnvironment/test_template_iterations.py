"""Tests with a template of which some iterations are skipped, in a run of robot."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from cause_register.report import BLOCKED_METADATA
from support.robot_run import RobotRun, robot

SUITE = Path(__file__).with_name("template_iterations.robot")
BLOCKED = "blocked by GET /health 404\n{} could not be judged.\nExpected this.\nGot that"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RobotRun]:
    return robot(tmp_path_factory.mktemp("iterations"), SUITE)


@pytest.mark.parametrize(
    ("name", "iterations"),
    [
        ("Is Blocked In One Iteration", "1 of 2 iterations of the template"),
        ("Is Blocked In A Loop", "2 of 3 iterations of the template"),
        ("Is Blocked In Every Iteration", "2 of 2 iterations of the template"),
        ("Is Blocked And Skipped", "1 of 2 iterations of the template"),
    ],
)
def test_a_test_with_a_blocked_iteration_is_blocked(run: RobotRun, name: str, iterations: str) -> None:
    test = run.tests[name]
    assert (test.status, test.message) == ("SKIP", BLOCKED.format(iterations))
    assert test.metadata[BLOCKED_METADATA] == "GET /health 404"


def test_a_capability_that_an_iteration_cannot_use_blocks_its_test(run: RobotRun) -> None:
    test = run.tests["Lacks A Capability In One Iteration"]
    assert test.skipped
    assert test.metadata[BLOCKED_METADATA] == "aws-inspection"
    assert "1 of 2 iterations of the template could not be judged." in test.message


def test_a_test_with_a_failed_iteration_fails(run: RobotRun) -> None:
    test = run.tests["Fails And Is Blocked"]
    assert (test.status, test.message) == ("FAIL", "Expected 1.\nGot 2")
    assert BLOCKED_METADATA not in test.metadata


def test_a_test_whose_iterations_were_all_skipped_says_why(run: RobotRun) -> None:
    test = run.tests["Is Skipped In Every Iteration"]
    assert (test.status, test.message) == (
        "SKIP",
        "There is no website.\n2 of 2 iterations of the template were skipped.",
    )
    assert BLOCKED_METADATA not in test.metadata


def test_an_iteration_that_the_environment_does_not_offer_leaves_the_others_judged(run: RobotRun) -> None:
    assert run.tests["Is Skipped In One Iteration"].passed
