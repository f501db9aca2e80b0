"""The backend's days and months, and how a test avoids their ends."""

import re
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ManuelAPI import ManuelAPI
from ManuelAPI.keywords.clock import ClockKeywords, time_until_next_day, time_until_next_month
from ManuelEnvironment.assertion_messages import ABOUT_A_VALUE
from ManuelEnvironment.environment import Environment


@pytest.fixture
def advanced(monkeypatch: pytest.MonkeyPatch) -> list[timedelta]:
    durations: list[timedelta] = []
    monkeypatch.setattr(Environment, "advance_clock", lambda _, duration: durations.append(duration))
    return durations


@pytest.fixture
def keywords(api: Any, use_environment: Any) -> ManuelAPI:
    use_environment(api_base_url=api.url, capabilities=["time-control"])
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    return library


def say(api: Any, moment: datetime) -> datetime:
    api.answer_json({"timestamp": int(moment.timestamp())})
    return moment


@pytest.mark.parametrize(
    ("moment", "day", "month"),
    [
        (datetime(2026, 11, 30, 23, 59, 50, tzinfo=UTC), 11, 11),
        (datetime(2026, 11, 30, tzinfo=UTC), 86_401, 86_401),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), 2, 2),
        (datetime(2028, 2, 28, 12, tzinfo=UTC), 43_201, 43_201 + 86_400),
        (datetime(2026, 1, 31, tzinfo=UTC), 86_401, 86_401),
    ],
)
def test_time_until_next_day_and_month(moment: datetime, day: int, month: int) -> None:
    assert time_until_next_day(moment) == timedelta(seconds=day)
    assert time_until_next_month(moment) == timedelta(seconds=month)


def test_the_backends_own_time_is_returned(api: Any, keywords: ManuelAPI) -> None:
    moment = say(api, datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC))
    assert keywords.get_backend_time() == moment


@pytest.mark.parametrize("told", [1_795_971_000_000, "yesterday", None, 1e300])
def test_what_is_no_time_is_said(api: Any, keywords: ManuelAPI, told: Any) -> None:
    """Milliseconds are of the year 58882."""
    moment = say(api, datetime(2026, 11, 3, tzinfo=UTC))
    keywords.time_should_be_between(int(moment.timestamp()), moment, moment)
    said = rf"^Expected a time in ISO 8601, or in seconds since 1970\.\nGot {re.escape(repr(told))}: .+\.$"
    with pytest.raises(AssertionError, match=said):
        keywords.time_should_be_between(told, moment, moment)
    api.answer_json({"timestamp": told})
    with pytest.raises(AssertionError, match=said):
        keywords.get_backend_time()


def test_a_near_midnight_is_skipped(api: Any, keywords: ManuelAPI, advanced: list[timedelta]) -> None:
    say(api, datetime(2026, 11, 3, 23, 59, 50, tzinfo=UTC))
    keywords.keep_clear_of_midnight()
    assert advanced == [timedelta(seconds=11)]


def test_a_distant_midnight_changes_nothing(api: Any, keywords: ManuelAPI, advanced: list[timedelta]) -> None:
    say(api, datetime(2026, 11, 3, 23, 59, 0, tzinfo=UTC))
    keywords.keep_clear_of_midnight()
    assert advanced == []


def test_the_keyword_waits_for_midnight_if_the_clock_cannot_be_set(
    api: Any, use_environment: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_environment(api_base_url=api.url)
    library = ManuelAPI()
    library.do_not_check_contract("the answers of these tests lack the headers")
    waited: list[float] = []
    monkeypatch.setattr(time, "sleep", waited.append)
    say(api, datetime(2026, 11, 3, 23, 59, 57, tzinfo=UTC))
    library.keep_clear_of_midnight()
    assert waited == [4]


@pytest.mark.parametrize(("day", "days"), [(30, 1), (29, 2)])
def test_a_month_that_ends_too_soon_is_skipped(
    api: Any, keywords: ManuelAPI, advanced: list[timedelta], day: int, days: int
) -> None:
    moment = say(api, datetime(2026, 11, day, 12, tzinfo=UTC))
    keywords.keep_clear_of_month_end(days=days)
    assert moment + advanced[0] == datetime(2026, 12, 1, 0, 0, 1, tzinfo=UTC)


def test_a_month_that_lasts_long_enough_changes_nothing(
    api: Any, keywords: ManuelAPI, advanced: list[timedelta]
) -> None:
    say(api, datetime(2026, 11, 29, 12, tzinfo=UTC))
    keywords.keep_clear_of_month_end()
    assert advanced == []


def test_going_to_the_next_day_and_month(api: Any, keywords: ManuelAPI, advanced: list[timedelta]) -> None:
    say(api, datetime(2026, 11, 29, tzinfo=UTC))
    keywords.go_to_next_day()
    keywords.go_to_next_month()
    assert advanced == [timedelta(days=1, seconds=1), timedelta(days=2, seconds=1)]


def test_the_rest_of_the_day_and_of_the_month_and_the_days_before(api: Any, keywords: ManuelAPI) -> None:
    say(api, datetime(2026, 3, 1, 23, 59, 50, tzinfo=UTC))
    assert keywords.get_seconds_until_midnight() == 10
    assert keywords.get_seconds_until_next_month() == 30 * 86_400 + 10
    assert keywords.get_last_days(3) == ["2026-02-27", "2026-02-28", "2026-03-01"]


@pytest.mark.parametrize(
    "moment",
    [1_790_000_000, 1_790_000_000.9, "2026-09-21T14:13:20Z", datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)],
)
def test_points_in_time_are_compared_however_they_are_written(keywords: ManuelAPI, moment: Any) -> None:
    at = datetime.fromtimestamp(1_790_000_000, UTC)
    second = timedelta(seconds=1)
    keywords.time_should_be_between(moment, at, at)
    keywords.time_should_be_between(moment, at + second, at + second)
    keywords.time_should_be_between(moment, at - second, "2026-09-21T14:13:19Z")
    with pytest.raises(AssertionError, match=r"Expected a time from 2026-09-21 14:13:22\+00:00 to"):
        keywords.time_should_be_between(moment, at + 2 * second, at + 2 * second)
    with pytest.raises(AssertionError, match=r"Got 2026-09-21 14:13:20\+00:00\."):
        keywords.time_should_be_between(moment, at - 2 * second, "2026-09-21T14:13:18Z")


def test_a_point_in_time_that_is_wrong_is_named_in_the_message() -> None:
    tags = vars(ClockKeywords.time_should_be_between)["robot_tags"]
    assert set(tags) >= ABOUT_A_VALUE
