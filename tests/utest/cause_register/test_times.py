"""A zone or unit that is wrong is so wherever a time is shown."""

import pytest

from cause_register.reasons import reason_of_failure

FIRST, LAST = "2026-11-29 23:40:37+00:00", "2026-11-29 23:40:38+00:00"
PATHS = {"/files": "/files", "/jobs": "/jobs"}


def reason(got: str, path: str = "/files") -> str:
    expected = f"Expected a time from {FIRST} to {LAST}, give or take a second."
    return reason_of_failure(f"{expected}\nGot {got}.\nFrom: GET http://a{path}, request id 7", PATHS.get)


@pytest.mark.parametrize(
    ("got", "off"),
    [
        ("2026-11-30 00:40:37+00:00", "1 hour too late"),
        ("2026-11-30 00:40:59+00:00", "1 hour too late"),
        ("2026-11-29 21:40:37+00:00", "2 hours too early"),
        ("2026-11-28 23:40:37+00:00", "1 day too early"),
        ("1970-01-21 23:40:37+00:00", "20766 days too early"),
    ],
)
def test_a_time_that_is_hours_or_days_off_is_the_same_in_any_response(got: str, off: str) -> None:
    assert reason(got) == reason(got, "/jobs") == f"Any response: a time is {off}"


OLD = "Expected an error of the last 60 seconds, up to epoch second 1874966704.\nGot one with timestamp {}."


@pytest.mark.parametrize(
    ("got", "named", "wrong"),
    [
        (1795989631, "2026-11-29 22:00:31+00:00", "early"),
        (1874966704123, "2029-06-02 01:14:13+00:00", "late"),
    ],
)
def test_a_response_whose_own_time_is_wrong_is_so_in_whatever_words(got: int, named: str, wrong: str) -> None:
    bounds = "2029-06-02 00:14:13+00:00 to 2029-06-02 00:14:16+00:00"
    other = (
        f"Expected a response to name a time from {bounds}.\nGot one that differs:\n  - timestamp is {named}"
    )
    where = "Where: GET http://a/jobs, request id 7"
    said = {reason_of_failure(failure, PATHS.get) for failure in (OLD.format(got), f"{other}\n{where}")}
    assert said == {f"Any response: its own time is too {wrong}"}


@pytest.mark.parametrize(
    "got", ["2026-11-29 23:41:00+00:00", "2026-11-30 00:10:00+00:00", "2026-12-01 04:00:00+00:00"]
)
def test_any_other_time_is_a_failure_of_its_operation(got: str) -> None:
    assert reason(got).startswith("GET /files: expected a time from ")
