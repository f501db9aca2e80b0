"""A test in quarantine runs and fails no run until its date, and every run after it."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import jsonschema_rs
import pytest

from manuel_runner.known_issues import complaints
from manuel_runner.results import Results, read_results
from manuel_runner.results.writing import SCHEMA
from ManuelEnvironment.known_issues import KNOWN_METADATA
from support.robot_run import RobotRun, robot

SUITE = Path(__file__).with_name("quarantine.robot")
AFTER = "Passes After Its Quarantine"
ALSO_AFTER = ["Fails After Its Quarantine", "Is Blocked After Its Quarantine"]
DAY = date(2030, 1, 31)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("quarantine")


@pytest.fixture(scope="module")
def run(folder: Path) -> RobotRun:
    return robot(folder, SUITE)


@pytest.fixture
def results(run: RobotRun, folder: Path) -> Results:
    return read_results(next(folder.rglob("output.xml")), "local")


def test_only_what_is_not_in_quarantine_fails_the_run(run: RobotRun) -> None:
    failed = [name for name, test in run.tests.items() if test.failed and "cause" not in test.tags]
    assert failed == [AFTER, *ALSO_AFTER, "Fails"]
    assert run.status == sum(test.failed for test in run.tests.values())
    assert run.tests["Passes In Quarantine"].passed


def test_a_failure_in_quarantine_is_reported_as_a_known_issue(run: RobotRun) -> None:
    test = run.tests["Fails In Quarantine"]
    assert test.message == (
        "known issue: in quarantine (quarantine.robot, until 2999-01-31)\nExpected status 201.\nGot 404 Not Found: {}"
    )
    assert [issue["until"] for issue in json.loads(test.metadata[KNOWN_METADATA])] == ["2999-01-31"]


def test_a_test_whose_quarantine_is_over_fails_with_a_line_that_names_it(run: RobotRun) -> None:
    line = (
        f"The quarantine of 'Quarantine.{AFTER}' ended on 2020-01-31: fix the test and remove the tag "
        "quarantine:2020-01-31, or set another date"
    )
    assert run.tests[AFTER].message == line
    assert run.tests["Fails After Its Quarantine"].message.endswith("or set another date\nExpected 1.\nGot 2")


def test_results_count_it_as_known_and_say_what_is_over(results: Results) -> None:
    summary = results.summary
    causes = sum("cause" in test.details["tags"] for test in results.test_results)
    assert (summary.passed, summary.failed - causes, summary.known) == (1, 4, 3)
    in_quarantine = [
        cause for cause in results.known_causes if cause.known_issue["reason"] == "in quarantine"
    ]
    assert [len(cause.known) for cause in in_quarantine] == [2, 1, 1]
    lines = complaints([], results, is_complete=True, today=DAY)
    assert [line.partition(" ended on ")[0] for line in lines] == [
        f"The quarantine of 'Quarantine.{name}'" for name in (AFTER, *ALSO_AFTER)
    ]
    jsonschema_rs.validator_for(json.loads(SCHEMA.read_text())).validate(
        json.loads(json.dumps(results.to_json()))
    )


def test_a_malformed_date_is_one_line_before_the_first_test(tmp_path: Path) -> None:
    suite = tmp_path / "suite.robot"
    suite.write_text(SUITE.read_text().replace("quarantine:2999-01-31", "quarantine:2027-02-30", 1))
    command = [sys.executable, "-m", "robot", "--outputdir", tmp_path, suite]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 252
    (line,) = (line for line in (done.stdout + done.stderr).splitlines() if "ERROR" in line)
    assert line.endswith(
        "test 'Suite.Fails In Quarantine': the tag 'quarantine:2027-02-30' has no date of the calendar: write it as "
        "quarantine:2027-01-31"
    )
