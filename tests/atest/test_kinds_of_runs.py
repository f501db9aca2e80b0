"""Runs beside the ordinary one: what failed is run again, and both have one report; a dry run has none."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import Finished, run
from support.robot_run import deployment_of_nothing

SUITE = """
*** Settings ***
Library    OperatingSystem

*** Test Cases ***
Passes
    No Operation

Is Flaky
    File Should Exist    ${CURDIR}/there    Expected a file.

Fails
    Fail    Expected 1.
"""


@pytest.fixture
def suites(tmp_path: Path) -> Iterator[Path]:
    """A folder of suites that need no backend, beside settings of an environment that needs no local stack."""
    folder = tmp_path / "suites"
    folder.mkdir()
    (folder / "some.robot").write_text(SUITE)
    with deployment_of_nothing(tmp_path):
        yield folder


def run_suites(suites: Path, *options: str) -> Finished:
    results, settings = suites.parent / "results", suites.parent / "dev.yaml"
    return run("manuel-tests", "run", "-c", settings, "-d", results, *options, suites, cwd=suites.parent)


def test_a_test_that_passes_when_it_is_run_again_is_flaky(tmp_path: Path, suites: Path) -> None:
    assert run_suites(suites).status == 2
    (suites / "there").touch()
    again = run_suites(suites, "--rerun-failed")
    assert again.status == 1, again.output
    assert "Passes" not in again.output
    assert "Tests: 2 passed (1 flaky), 1 failed, 0 blocked, 0 skipped" in again.output
    results = json.loads((tmp_path / "results" / "results.json").read_text())
    assert {test["test_name"]: test["status"] for test in results["test_results"]} == {
        "Passes": "passed",
        "Is Flaky": "passed",
        "Fails": "failed",
    }
    flaky = [test for test in results["test_results"] if test["first_failure"] is not None]
    assert [(test["test_name"], test["first_failure"]) for test in flaky] == [
        ("Is Flaky", "Expected a file.")
    ]
    assert results["summary"]["flaky"] == 1
    left = run_suites(suites, "--rerun-failed", "--list")
    assert left.output == "Some.Fails\n"


def test_a_dry_run_finds_errors_and_leaves_the_results(tmp_path: Path, suites: Path) -> None:
    results = tmp_path / "results" / "results.json"
    results.parent.mkdir()
    results.write_text('{"test_results": []}')
    (suites / "bad.robot").write_text("*** Test Cases ***\nBad\n    No Such Keyword\n")
    where_nothing_listens = ("manuel-tests", "run", "--environment", "dev", "-d", results.parent)
    good = run(*where_nothing_listens, "--dry-run", "--suite", "some", suites, cwd=tmp_path)
    assert (good.status, good.output) == (0, "3 tests would run, none of them with errors\n")
    bad = run_suites(suites, "--dry-run")
    assert bad.status == 1
    assert "No keyword with name 'No Such Keyword' found." in bad.output
    assert results.read_text() == '{"test_results": []}'


def test_there_has_to_be_something_to_run_again(tmp_path: Path, suites: Path) -> None:
    nothing = run_suites(suites, "--rerun-failed")
    assert (nothing.status, nothing.output.count("\n")) == (252, 1)
    assert "results.json is missing: --rerun-failed needs the folder of a run" in nothing.output
    results = tmp_path / "results"
    results.mkdir(exist_ok=True)
    for environment, said in (
        ("dev", "no selected test failed or was blocked in the last run"),
        ("local", "was of local, not of dev"),
    ):
        last = {"run": {"environment": environment}, "summary": {}, "causes": [], "test_results": []}
        (results / "results.json").write_text(json.dumps(last))
        refused = run_suites(suites, "--rerun-failed")
        assert (refused.status, refused.output.count("\n")) == (252, 1)
        assert said in refused.output
