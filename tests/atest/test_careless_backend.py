"""The suites name the faults of a backend that has many at once, each under a name of its own."""

import os
from pathlib import Path

import pytest
import yaml
from robot.api import ExecutionResult

from conftest import SUITES, run
from ManuelEnvironment.listeners.repeated_failures import FIRST_FAILED_TEST
from support.other_backend import BACKENDS, careless_backend

FAULTS = yaml.safe_load((BACKENDS / "careless" / "faults.yaml").read_text(encoding="utf-8"))
NAMING_TESTS = {fault["test"] for fault in FAULTS.values() if "test" in fault}
NAMING_CAUSES = {fault["cause"] for fault in FAULTS.values() if "cause" in fault}
BLOCKED_TESTS = {
    "Another User Gets A New Answer",
    "Manual Is Fetched From A Website",
    "Rate Limit Error Has Security Headers",
    "Transcription Is Counted Once",
    "Undocumented Paths Do Not Exist",
    "Unknown API Version Is Refused",
    "Uploaded Manual Is Listed",
}
PASSING_TESTS = {"Usage Above The Limit Leaves Nothing"}
"""Tests that meet causes and are about something else."""

pytestmark = pytest.mark.timeout(1000)
ALL_SUITES = "CARELESS_BACKEND" in os.environ
MOST_FAILED = 60


class CarelessRun:
    """What the suites find, or a selection of them."""

    def __init__(self, output: Path) -> None:
        tests = list(ExecutionResult(output).suite.all_tests)
        self.causes = [test.name for test in tests if test.failed and "cause" in test.tags]
        self.failed = {test.name for test in tests if test.failed and "cause" not in test.tags}
        self.blocked = {test.name for test in tests if test.skipped and "blocked by " in test.message}
        self.failed_elsewhere = {
            test.name for test in tests if test.skipped and f"\n{FIRST_FAILED_TEST}" in test.message
        }


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> CarelessRun:
    folder = tmp_path_factory.mktemp("careless")
    chosen = [part for name in NAMING_TESTS | BLOCKED_TESTS | PASSING_TESTS for part in ("--test", name)]
    with careless_backend(folder) as settings:
        selection = () if ALL_SUITES else chosen
        run("robot", "--outputdir", folder, "--variablefile", settings, *selection, SUITES, cwd=folder)
    return CarelessRun(folder / "output.xml")


def test_each_fault_is_named(found: CarelessRun) -> None:
    assert len(FAULTS) == 30
    assert all(len(fault.keys() & {"test", "cause"}) == 1 for fault in FAULTS.values())
    assert {
        name for name in NAMING_CAUSES if not any(each.startswith(name) for each in found.causes)
    } == set()
    assert NAMING_TESTS - found.failed - (found.failed_elsewhere if ALL_SUITES else set()) == set()


@pytest.mark.skipif(not ALL_SUITES, reason="all suites take minutes: set CARELESS_BACKEND=1")
def test_few_tests_fail(found: CarelessRun) -> None:
    assert len(found.failed) + len(found.causes) <= MOST_FAILED


@pytest.mark.skipif(
    ALL_SUITES, reason="judged by reading: of all suites, more tests fail for the same faults"
)
def test_no_test_fails_wrongly(found: CarelessRun) -> None:
    assert found.failed == NAMING_TESTS


def test_each_cause_is_reported_once_and_blocks_what_it_blocks(found: CarelessRun) -> None:
    assert len(found.causes) == len(set(found.causes))
    assert found.blocked >= BLOCKED_TESTS if ALL_SUITES else found.blocked == BLOCKED_TESTS
