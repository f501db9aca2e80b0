"""What is missing or a wrong number is known by its place, in whatever words and by whichever variable a test says so."""

import pytest

from cause_register.members import (
    missing_members,
    without_variable,
    wrong_metric,
    wrong_number,
    wrong_word,
)

FIELDS = "Expected a response with sources.0.page_number=7, usage.daily=1.\nGot one that differs:\n"


@pytest.mark.parametrize(
    ("failure", "missing"),
    [
        ("Expected answer.sources[0] to exist.\nGot a value without it: List …", "sources"),
        ("Expected spoken.sources[0].pdf_id to exist.\nGot a value without it: …", "sources"),
        ("Expected answers[1].sources to exist.\nGot a value without it: …", "sources"),
        ("Expected answer[sources] not to be empty.\nGot []\nFrom: POST http://a/b", "sources"),
        ("Expected an answer that cites a, page 7.\nGot one without sources: 'I do not know.'", "sources"),
        ("Expected sources that quote a.\nGot an answer without sources:\n  - no source: a", "sources"),
        (f"{FIELDS}  - there is no field sources.0.page_number.\nWhere: POST http://a/b", "sources"),
        (
            f"{FIELDS}  - there is no field sources.0.id. Did you mean sources?\n  - there is no field usage.daily.",
            "sources, usage.daily",
        ),
    ],
)
def test_what_is_missing_is_known_by_its_place(failure: str, missing: str) -> None:
    assert missing_members(failure) == missing


@pytest.mark.parametrize(
    "failure",
    [
        "Expected status 200.\nGot 404 Not Found: {}",
        "Expected answer[sources] not to be empty.\nGot ''",
        "Expected answer.sources to be empty.\nGot ['a']",
        "Expected header Vary to contain Origin.\nGot a response without Vary",
        "Expected an answer without sources.\nGot one that cites a, page 7: '…'",
        f"{FIELDS}  - there is no field sources.0.page_number.\n  - usage.daily is 2",
        f"{FIELDS}  - usage.daily is 2",
    ],
)
def test_anything_else_is_not_about_what_is_missing(failure: str) -> None:
    assert missing_members(failure) == ""


@pytest.mark.parametrize(
    ("phrase", "without"),
    [
        ("answer.question to be …", "question to be …"),
        ("looks[-1][failure_reasons] to be 3", "failure_reasons to be 3"),
        ("answer.usage[daily] to be 3", "usage.daily to be 3"),
        ("location to end with …", "location to end with …"),
        ("numbers[0] to be 3", "numbers[0] to be 3"),
        ("a body of 2.5 kB", "a body of 2.5 kB"),
    ],
)
def test_the_name_of_a_variable_is_left_out(phrase: str, without: str) -> None:
    assert without_variable(phrase) == without


BOUNDS = "Expected a number of at least 86386 and at most 86397."


def number(wanted: str, *findings: str) -> str:
    listed = "".join(f"\n  - {finding}" for finding in findings)
    return f"Expected usage with {wanted}.\nGot one that differs:{listed}\nWhere: GET http://a/b, request id 1, 7 ms"


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (number("daily=3, monthly=3", "daily is 0"), "daily is 0 and should not be"),
        (number("daily=0", "daily is 3"), "daily is not 0 and should be"),
        (number("daily=10", "daily is 2"), "daily is too small"),
        (number("cost=4e-05", "cost is 0.5"), "cost is too large"),
        (number("daily_queries=3", "daily_queries is 2"), "the count of the day is too small"),
        (
            "Expected a daily usage of 3 after one more question.\nGot 2\nWhere: POST http://a/b",
            "the count of the day is too small",
        ),
        (
            "Expected the daily usage of a-b to have grown by 2 from 7.\nGot growth by 3, to 10",
            "the growth of the day is too large",
        ),
        (
            "Expected the daily usage of a-b to have grown by 0 from 7.\nGot growth by -2, to 5",
            "the growth of the day is too small",
        ),
        (
            "Expected usage.historical[-1].queries to be 1.\nGot 2\nFrom: GET http://a/b",
            "historical.queries is too large",
        ),
        (number("monthly_queries=0", "monthly_queries is -1"), "the count of the month is too small"),
        (f"wait: {BOUNDS}\nGot 1.\nFrom: POST http://a/b", "wait is too small"),
        (f"wait: {BOUNDS}\nGot 0.\nFrom: POST http://a/b", "wait is 0 and should not be"),
        (f"looks[-1].wait: {BOUNDS}\nGot 86401.5.", "wait is too large"),
        ("row[ttl]: Expected a number of at most 5 and less than 7.\nGot 6.", "ttl is too large"),
        (
            "spoken.cost_info.total_cost_eur: Expected a number of more than 0.01.\nGot 0.01.",
            "the cost of a request is too small",
        ),
        (number("before=1, history.-2.queries=2", "history.-2.queries is 1"), "history.queries is too small"),
    ],
)
def test_a_wrong_number_is_known_by_its_place_and_its_direction(failure: str, said: str) -> None:
    assert str(wrong_number(failure)) == said


@pytest.mark.parametrize(
    "failure",
    [
        number("daily=3, monthly=3", "daily is 2", "monthly is 2"),
        number("daily=3", 'daily is "3"'),
        number("daily=three", "daily is 3"),
        number("daily=3", "there is no field daily."),
        "Expected growth by 3.\nGot growth by 1",
        f"{BOUNDS}\nGot 1.",
        f"wait: {BOUNDS}\nGot soon.",
    ],
)
def test_anything_else_is_no_single_wrong_number(failure: str) -> None:
    assert wrong_number(failure) is None


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (number("status=ready, pages=7", 'status is "failed"'), "status is failed"),
        (number("status=ready", 'status is "failed"'), "status is failed"),
        ("Expected look.status to be 'ready'.\nGot 'failed'\nFrom: GET http://a/b", "status is failed"),
        (number("history.-1.date=2029-01-04", 'history.-1.date is "2028-12-29"'), "history.date is another"),
        ("Expected again.question to be 'How?'.\nGot 'Who is it?'", "question is another"),
        (number("last_operation=query", "last_operation is null"), "last_operation is null"),
        ("Expected quota[last_operation] to be 'query'.\nGot None", "last_operation is null"),
        ("Expected answer.context_found to be True.\nGot False", "context_found is false"),
    ],
)
def test_a_wrong_text_is_known_by_its_member_and_a_state_by_its_name(failure: str, said: str) -> None:
    assert wrong_word(failure) == said


@pytest.mark.parametrize(
    "failure",
    [
        number("status=ready, pages=7", 'status is "failed"', "pages is 0"),
        number("pages=7", "pages is 0"),
        "Expected name to be 'a.pdf'.\nGot 'b.pdf'",
        "Expected answer.sources to be ['a'].\nGot 'a'",
        "Expected status 200.\nGot 404 Not Found: {}",
    ],
)
def test_anything_else_is_not_about_a_text(failure: str) -> None:
    assert wrong_word(failure) == ""


def test_a_status_is_no_number() -> None:
    assert wrong_number("Expected response.status_code to be 200.\nGot 404\nFrom: GET http://a/b") is None


def test_what_should_not_have_grown_is_another_failure_each() -> None:
    assert (
        wrong_number("Expected the daily usage of a to have grown by 0 from 7.\nGot growth by 1, to 8")
        is None
    )


@pytest.mark.parametrize(
    ("got", "said"),
    [
        ("1 (waited 10 s).", "Sum of metric Requests is too small"),
        ("0.", "Sum of metric Requests is too small"),
        ("no value since the test began (waited 10 s).", "Sum of metric Requests is too small"),
        ("4.5 (waited 10 s).", "Sum of metric Requests is too large"),
    ],
)
def test_a_metric_counts_by_its_direction(got: str, said: str) -> None:
    assert (
        str(wrong_metric(f"Expected Sum of metric Requests to be 3, got {got}\nNamespace Manuel has: …"))
        == said
    )


def test_a_metric_that_is_unknown_is_another_failure() -> None:
    assert wrong_metric("Namespace Manuel has no metric Requests, but Request") is None
