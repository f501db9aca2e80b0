"""Known issues that no longer hold fail the run, and a run makes a first file of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cause_register import Example
from manuel_runner.known_issues import complaints, issues_in
from manuel_runner.results import Results, Summary
from manuel_runner.results.model import CauseOfRun, DurationFigures, LinkedTest, RunIdentity
from ManuelEnvironment.known_issues import KnownIssue

TODAY = date(2030, 1, 31)
ISSUE = KnownIssue(got="404 *", reason="Uploads go to S3.", owner="team-api", until=TODAY)
CAUSE = CauseOfRun(
    title="POST /api/manuals/upload: expected status 201, got 404 Not Found",
    kind="failure",
    operation="POST /api/manuals/upload",
    expected="status 201",
    got="404 Not Found",
    message="Expected status 201.\nGot 404 Not Found: {}",
    example=Example(),
    known_issue=None,
    failed=[LinkedTest("Api.Manuals.Uploads", "s1-t1")],
    known=[],
    blocked=[],
    met=0,
)
BLOCKING = replace(CAUSE, got="500 Internal Server Error", blocked=[LinkedTest("Api.Manuals.Lists", "s1-t2")])


def results(*causes: CauseOfRun) -> Results:
    return Results(
        run=RunIdentity("id", "local", "2030-01-31T10:00:00", 1, "all tests", None, None, {}),
        summary=Summary.of([]),
        causes=list(causes),
        test_results=[],
        failed_tests=[],
        performance_metrics=DurationFigures.of([]),
        categories={},
        block_reasons={},
        skip_reasons={},
        error_rates={},
        measurements={},
        verdicts={},
        faults=[],
    )


def test_an_issue_that_happens_is_all_right() -> None:
    assert complaints([ISSUE], results(CAUSE), is_complete=True, today=TODAY) == []


def test_an_issue_that_does_not_happen_in_a_complete_run_fails_it() -> None:
    assert complaints([ISSUE], results(), is_complete=True, today=TODAY) == [
        "known issue 'Uploads go to S3.' did not happen in this complete run: remove it from the file"
    ]


@pytest.mark.parametrize(("run", "is_complete"), [(results(), False), (results(BLOCKING), True)])
def test_a_run_that_did_not_judge_everything_does_not_tell_what_is_gone(
    run: Results, is_complete: bool
) -> None:
    assert complaints([ISSUE], run, is_complete=is_complete, today=TODAY) == []


def test_what_a_known_issue_blocks_does_not_keep_others_from_being_gone() -> None:
    known = replace(BLOCKING, known_issue=ISSUE.model_dump(mode="json"))
    assert len(complaints([ISSUE], results(known), is_complete=True, today=TODAY)) == 1


@pytest.mark.parametrize("causes", [(), (CAUSE,)])
def test_an_issue_that_is_over_fails_any_run(causes: tuple[CauseOfRun, ...]) -> None:
    tomorrow = TODAY + timedelta(days=1)
    (complaint,) = complaints([ISSUE], results(*causes), is_complete=False, today=tomorrow)
    assert complaint.startswith(
        "known issue 'Uploads go to S3.' was accepted until 2030-01-31: team-api has to"
    )


def test_the_causes_of_a_run_become_issues_that_fit_them() -> None:
    growth = replace(
        CAUSE, operation="", expected="growth by …", got="growth by …, to …", title="Expected growth"
    )
    issues = issues_in([CAUSE, growth], TODAY)
    assert [(issue.operation, issue.got) for issue in issues] == [
        ("POST /api/manuals/upload", "404 Not Found"),
        ("*", "growth by …, to …"),
    ]
    assert complaints(issues, results(CAUSE, growth), is_complete=True, today=TODAY) == []


def test_an_issue_that_is_known_already_keeps_its_reason() -> None:
    known = replace(CAUSE, known_issue=ISSUE.model_dump(mode="json"))
    assert issues_in([known, known], TODAY) == [ISSUE]
