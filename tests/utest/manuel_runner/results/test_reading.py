from pathlib import Path

import pytest
from robot.api import ExecutionResult
from robot.errors import DataError

from manuel_runner.results import environment_of, read_results

AUTHENTICATION = """
*** Test Cases ***
Good Password Signs In
    [Documentation]    The ordinary case.
    [Tags]    smoke    auth
    No Operation

Bad Password Is Refused
    [Tags]    auth
    Fail    Expected status 401, got 200.

Expired Token Is Refused
    [Tags]    smoke    auth
    Fail    ConnectionError: nothing listens at 127.0.0.1:1

Admin May Reset
    [Tags]    auth    needs:admin-user
    Skip    The environment lacks admin-user.
"""

PERFORMANCE = """
*** Settings ***
Metadata    Environment    local


*** Test Cases ***
Health Answers Quickly
    [Tags]    performance
    Set Test Metadata    Measured: GET /health    p95_ms=12.5, count=200

Slow Machine
    [Tags]    performance    severity:critical
    [Timeout]    50 ms
    Sleep    5 s

Model Is Not Called
    [Tags]    performance    needs:admin-user
    Skip    The environment lacks admin-user.
"""


@pytest.fixture
def output(run_suites) -> Path:
    return run_suites(
        {"authentication/sign_in.robot": AUTHENTICATION, "performance/health.robot": PERFORMANCE}
    )


@pytest.fixture
def results(output: Path):
    return read_results(output, "local")


def test_summary_counts_every_test(results) -> None:
    summary = results.summary
    assert (summary.total_tests, summary.passed, summary.failed, summary.skipped) == (7, 2, 3, 2)


def test_success_rate_is_that_of_the_executed_tests(results) -> None:
    assert results.summary.success_rate == 40.0


def test_durations_exclude_skipped_tests(results) -> None:
    durations = [test.duration_ms for test in results.test_results if test.status != "skipped"]
    assert results.summary.total_duration_ms == sum(durations)
    assert results.summary.average_test_duration_ms == sum(durations) // 5
    assert results.performance_metrics.max_duration_ms == max(durations) >= 50
    assert results.performance_metrics.p50_duration_ms == sorted(durations)[2]


def test_the_details_of_a_test_are_kept(results) -> None:
    test = results.test_results[0]
    assert (test.test_name, test.status, test.error_message) == ("Good Password Signs In", "passed", None)
    assert test.details["tags"] == ["auth", "smoke"]
    assert test.details["documentation"] == "The ordinary case."
    assert test.details["suite"] == "Suites.Authentication.Sign In"
    assert test.details["source"] == "suites/authentication/sign_in.robot"
    assert test.details["line"] == 3


def test_failed_tests_have_their_messages(results) -> None:
    assert [(test.test_name, test.error_message) for test in results.failed_tests][:1] == [
        ("Bad Password Is Refused", "Expected status 401, got 200.")
    ]


def test_figures_are_read_from_metadata(results) -> None:
    measured = {test.test_name: test.metrics for test in results.test_results if test.metrics}
    assert measured == {"Health Answers Quickly": {"GET /health": {"p95_ms": 12.5, "count": 200}}}


def test_skips_are_counted_by_reason(results) -> None:
    assert results.skip_reasons == {"The environment lacks admin-user.": 2}
    assert all(test.error_message is None for test in results.test_results if test.status == "skipped")


def test_categories_are_the_folders(results) -> None:
    assert {name: (counts.passed, counts.failed) for name, counts in results.categories.items()} == {
        "authentication": (1, 2),
        "performance": (1, 1),
    }


def test_error_rates_are_by_cause_and_severity(results) -> None:
    assert results.error_rates["by_type"] == {
        title: {"count": 1, "rate": 0.2}
        for title in (
            "Expected status 401, got …",
            "Expected no error, got ConnectionError: nothing listens at …",
            "Expected no error, got Test timeout … milliseconds exceeded",
        )
    }
    assert results.error_rates["by_severity"] == {
        "high": {"count": 1, "rate": 0.2},
        "critical": {"count": 2, "rate": 0.4},
    }


def test_the_environment_is_read_from_metadata(output: Path) -> None:
    assert environment_of(output) == "local"


def test_without_metadata_the_environment_is_unknown(run_suites) -> None:
    assert environment_of(run_suites({"a.robot": "*** Test Cases ***\nOne\n    Log    1\n"})) == "unknown"


def test_rewriting_an_output_keeps_the_run_id(output: Path, tmp_path: Path) -> None:
    rewritten = tmp_path / "again.xml"
    ExecutionResult(str(output)).save(str(rewritten))
    assert read_results(rewritten, "local").run.id == read_results(output, "local").run.id


def test_a_run_without_executed_tests_has_no_durations(run_suites) -> None:
    results = read_results(run_suites({"a.robot": "*** Test Cases ***\nOne\n    Skip\n"}), "prod")
    assert results.performance_metrics.p99_duration_ms is None
    assert (results.summary.success_rate, results.summary.average_test_duration_ms) == (0.0, 0)


def test_a_missing_output_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"missing\.xml"):
        read_results(tmp_path / "missing.xml", "local")
