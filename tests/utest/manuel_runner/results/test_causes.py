"""Causes and blocked tests in the results of a run."""

import json
from pathlib import Path

import jsonschema_rs
import pytest
from robot.utils import escape

from cause_register import Cause, CauseKind, Example, KnownCause
from cause_register.report import BLOCKED_METADATA, CAUSE_METADATA, FAILED_FOR_METADATA, MET_METADATA
from manuel_runner.results import write_results
from manuel_runner.results.writing import SCHEMA

REASON = "POST /api/query 500 internal_error"
CAUSE = Cause(CauseKind.UNUSABLE, REASON, "POST /api/query: expected 200, got 500", "200", "500", status=500)
KNOWN = KnownCause(
    CAUSE, "Api.Query.Is Blocked", Example("POST …", "request", "trace", ("call",), ("fault",))
)
SUITE = f"""
*** Test Cases ***
Is Blocked
    Set Test Metadata    {BLOCKED_METADATA}    {REASON}
    Set Test Metadata    {MET_METADATA}    {escape(json.dumps({REASON: 2}))}
    Skip    blocked by {REASON}

Is Skipped
    Skip    environment prod does not offer cost

Passes
    No Operation
"""
RED = f"""
{CAUSE.title}
    Set Test Metadata    {CAUSE_METADATA}    {escape(KNOWN.to_json())}
    Fail    Expected 200.
"""


@pytest.fixture
def results(run_suites, tmp_path: Path, request: pytest.FixtureRequest):
    output = run_suites({"api/query.robot": SUITE + getattr(request, "param", RED)})
    write_results(output, tmp_path / "results", "local")
    return json.loads((tmp_path / "results" / "results.json").read_text())


def test_blocked_tests_are_counted_apart_from_skipped_and_failed_ones(results) -> None:
    assert {name: results["summary"][name] for name in ("passed", "failed", "blocked", "skipped")} == {
        "passed": 1,
        "failed": 1,
        "blocked": 1,
        "skipped": 1,
    }
    assert results["categories"]["api"]["blocked"] == 1
    assert results["block_reasons"] == {REASON: 1}
    assert results["skip_reasons"] == {"environment prod does not offer cost": 1}
    assert results["summary"]["success_rate"] == 50.0


def test_each_test_has_the_causes_that_it_met(results) -> None:
    blocked, _, passed, failed = (test["details"] for test in results["test_results"])
    assert (blocked["blocked_by"], blocked["met_causes"]) == (REASON, {REASON: 2})
    assert (passed["blocked_by"], passed["met_causes"], passed["cause"]) == (None, {}, None)
    assert KnownCause.from_json(json.dumps(failed["cause"])) == KNOWN
    assert all(test["details"]["metadata"] == {} for test in results["test_results"])


def test_results_with_causes_satisfy_the_schema(results) -> None:
    jsonschema_rs.validator_for(json.loads(SCHEMA.read_text())).validate(results)


def test_a_cause_has_its_own_test_and_those_that_it_blocks(results) -> None:
    cause = results["causes"][0]
    assert (cause["title"], cause["kind"], cause["met"]) == (CAUSE.title, "unusable", 0)
    assert [test["id"] for test in cause["failed"]] == ["s1-s1-s1-t4"]
    assert cause["blocked"] == [{"name": "Suites.Api.Query.Is Blocked", "id": "s1-s1-s1-t1"}]
    assert cause["example"]["request_id"] == "request"
    assert results["error_rates"]["by_type"] == {CAUSE.title: {"count": 1, "rate": 0.5}}


@pytest.mark.parametrize("results", [""], indirect=True)
def test_a_cause_whose_own_test_was_not_run_is_known_by_what_it_blocks(results) -> None:
    assert [(cause["title"], len(cause["failed"]), len(cause["blocked"])) for cause in results["causes"]] == [
        (REASON, 0, 1)
    ]


FAILED_ALIKE = """
Is Blocked By A Failed Test
    Set Test Metadata    Blocked by    GET /health: expected status 200, got 403 Forbidden
    Skip    blocked by GET /health: expected status 200, got 403 Forbidden

Has Failed
    Fail    Expected status 200.\\nGot 403 Forbidden: {}\\nWhere: GET http://127.0.0.1:1/health, request id r-1
"""


@pytest.mark.parametrize("results", [FAILED_ALIKE], indirect=True)
def test_a_test_that_fails_as_a_red_one_does_belongs_to_the_same_cause(results) -> None:
    [cause] = [cause for cause in results["causes"] if cause["kind"] == "failure"]
    assert (cause["title"], cause["got"]) == (
        "GET /health: expected status 200, got 403 Forbidden",
        "403 Forbidden",
    )
    assert [test["id"] for test in cause["failed"]] == ["s1-s1-s1-t5"]
    assert [test["id"] for test in cause["blocked"]] == ["s1-s1-s1-t4"]
    assert cause["message"].startswith("Expected status 200.")


@pytest.mark.usefixtures("results")
def test_the_summary_lists_what_blocks(tmp_path: Path) -> None:
    summary = (tmp_path / "results" / "summary.md").read_text()
    assert "1 passed, 1 failed, 1 blocked, 1 skipped of 4" in summary
    assert f"| {REASON} | 1 |" in summary


@pytest.mark.parametrize("results", [""], indirect=True)
@pytest.mark.usefixtures("results")
def test_a_run_with_blocked_tests_has_not_passed(tmp_path: Path) -> None:
    assert "Manuel on local: 1 blocked" in (tmp_path / "results" / "summary.md").read_text()


BROKEN = "Any error 500: expected a refusal"
FAILED_FOR = f"""
Is Blocked By A Failed Test
    Set Test Metadata    {BLOCKED_METADATA}    {BROKEN}
    Skip    blocked by {BROKEN}

Has Failed
    Set Test Metadata    {FAILED_FOR_METADATA}    {escape(json.dumps([BROKEN]))}
    Fail    Expected status 400.\\nGot 500 Internal Server Error: {{}}\\nWhere: GET http://127.0.0.1:1/health, request id r-1
"""


@pytest.mark.parametrize("results", [FAILED_FOR], indirect=True)
def test_a_test_belongs_to_the_cause_of_the_test_that_failed_for_what_blocks_it(results) -> None:
    [cause] = [cause for cause in results["causes"] if "400" in cause["expected"]]
    assert [test["id"] for test in cause["failed"]] == ["s1-s1-s1-t5"]
    assert [test["id"] for test in cause["blocked"]] == ["s1-s1-s1-t4"]
    assert BROKEN not in [cause["title"] for cause in results["causes"]]
    assert results["test_results"][4]["details"]["failed_for"] == [BROKEN]


OWN = "GET /api/user/usage: expected status 200, got 403 Forbidden"
FORBIDDEN = r"Expected status 200.\nGot 403 Forbidden: {}\nWhere: GET http://127.0.0.1:1/api/user/usage, request id r-1"
FAILED_FOR_TWO = f"""
Is Blocked By A Failed Test
    Set Test Metadata    {BLOCKED_METADATA}    {BROKEN}
    Skip    blocked by {BROKEN}

Has Failed Twice
    Set Test Metadata    {FAILED_FOR_METADATA}    {escape(json.dumps([OWN, BROKEN]))}
    Run Keyword And Continue On Failure    Fail    {FORBIDDEN}
    Fail    Expected status 400.\\nGot 500 Internal Server Error: {{}}\\nWhere: GET http://127.0.0.1:1/health, request id r-2
"""


@pytest.mark.parametrize("results", [FAILED_FOR_TWO], indirect=True)
def test_what_a_test_fails_for_belongs_to_the_failure_that_shows_it(results) -> None:
    blocked = {cause["title"]: [test["id"] for test in cause["blocked"]] for cause in results["causes"]}
    assert blocked[OWN] == []
    [broken] = [title for title in blocked if "400" in title]
    assert blocked[broken] == ["s1-s1-s1-t4"]
    assert BROKEN not in blocked
