"""Which failures disappeared without a change."""

from pathlib import Path

import pytest

from manuel_runner.results import write_results
from manuel_runner.results.flakiness import FlakyTest, flaky_tests
from manuel_runner.results.history import Entry, read_history
from manuel_runner.results.trends import comparable_runs

ALL = "all tests"
SUITE = """
*** Test Cases ***
Was Run Again
    Set Test Metadata    Flaky    Expected status 200.\\nGot <b>503</b>

Fails
    Fail    Expected status 200.

Passes
    No Operation
"""


def entry(number: int, outcomes: dict[str, str] | None, selection: str = ALL) -> Entry:
    return Entry(
        f"run-{number}", "local", f"2026-01-{number + 1:02}", None, "a machine", {}, selection, outcomes
    )


def flaky(*statuses: str) -> list[FlakyTest]:
    outcomes = [{} if status == "passed" else {"A": status} for status in statuses]
    (runs,) = comparable_runs([entry(number, each) for number, each in enumerate(outcomes)])
    return flaky_tests(runs)


@pytest.mark.parametrize(
    ("statuses", "runs", "flakes"),
    [
        (["passed", "failed", "passed"], 3, 1),
        (["passed", "flaky", "passed"], 3, 1),
        (["flaky"], 1, 1),
        (["passed", "failed", "passed", "failed", "passed"], 5, 2),
        (["passed", "failed", "skipped", "passed"], 3, 1),
    ],
)
def test_a_failure_that_went_away_by_itself_is_a_flake(statuses: list[str], runs: int, flakes: int) -> None:
    (test,) = flaky(*statuses)
    assert (test.name, test.runs, test.flakes) == ("A", runs, flakes)
    assert test.rate == flakes / runs


@pytest.mark.parametrize(
    "statuses",
    [
        ["passed"] * 3,
        ["passed", "failed"],
        ["failed", "passed"],
        ["passed", "failed", "failed", "passed"],
        ["blocked"],
    ],
)
def test_what_was_broken_and_mended_is_no_flake(statuses: list[str]) -> None:
    assert flaky(*statuses) == []


def test_the_worst_comes_first_and_other_selections_and_older_versions_do_not_count() -> None:
    history = [
        entry(0, None),
        entry(1, {"B": "flaky"}),
        entry(2, {"A": "flaky", "B": "flaky"}),
        entry(3, {"A": "flaky"}, "--include smoke"),
        entry(4, {}),
    ]
    assert [(test.name, test.flakes, test.runs) for test in flaky_tests(comparable_runs(history)[0])] == [
        ("B", 2, 3),
        ("A", 1, 3),
    ]


def test_a_test_that_passed_when_run_again_is_in_the_history_and_on_both_pages(
    run_suites, tmp_path: Path
) -> None:
    results = write_results(run_suites({"api/flaky.robot": SUITE}), tmp_path, "local")

    assert (results.summary.passed, results.summary.flaky) == (2, 1)
    assert results.test_results[0].first_failure == "Expected status 200.\nGot <b>503</b>"
    (run,) = read_history(tmp_path / "history.jsonl")
    assert run.outcomes == {"Suites.Api.Flaky.Was Run Again": "flaky", "Suites.Api.Flaky.Fails": "failed"}
    for page in ("summary.html", "trends.html"):
        text = (tmp_path / page).read_text()
        assert "Flaky tests" in text
        assert "Suites.Api.Flaky.Was Run Again" in text
    assert "Got &lt;b&gt;503&lt;/b&gt;" in (tmp_path / "summary.html").read_text()
    assert (
        "| Suites.Api.Flaky.Was Run Again | Expected status 200. |" in (tmp_path / "summary.md").read_text()
    )
