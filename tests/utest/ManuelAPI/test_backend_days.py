"""The usage that is shown is that of the day that the backend's own clock has reached."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ManuelAPI.backend_days import BackendDays
from ManuelAPI.client import ApiRequest
from ManuelEnvironment import current_environment

MIDNIGHT = datetime(2026, 12, 1, tzinfo=UTC)
HEALTH, USAGE = ApiRequest("GET", "/health"), ApiRequest("GET", "/api/user/usage")
DAY, MONTH = "the usage is that of a day that is over", "the usage is that of a month that is over"


def told(moment: datetime) -> dict[str, int]:
    return {"timestamp": int(moment.timestamp())}


def usage(*days: str, queries: int = 2, today: int = 2) -> dict[str, Any]:
    history = [{"date": day, "queries": queries} for day in days]
    return {"historical": history, "current_usage": {"daily_queries": today}}


def found(respond: Any, moment: datetime, shown: object, **settings: Any) -> list[str]:
    days = BackendDays()
    settings = {"capabilities": ["time-control"], **settings}
    health, usage_ = (respond(HEALTH, told(moment), **settings), respond(USAGE, shown, **settings))
    days.violations(health)
    return [violation.finding for violation in days.violations(usage_)]


@pytest.mark.parametrize(
    ("moment", "last_day", "expected"),
    [
        (MIDNIGHT, "2026-12-01", []),
        (MIDNIGHT - timedelta(seconds=1), "2026-11-30", []),
        (MIDNIGHT - timedelta(seconds=1), "2026-12-01", []),
        (MIDNIGHT, "2026-11-30", [DAY, MONTH]),
        (MIDNIGHT + timedelta(days=1), "2026-12-01", [DAY]),
        (MIDNIGHT.replace(month=1), "2025-12-31", [DAY, MONTH]),
    ],
)
def test_a_day_that_is_over_is_not_the_last(
    respond: Any, moment: datetime, last_day: str, expected: list[str]
) -> None:
    assert found(respond, moment, usage("2025-01-01", last_day)) == expected
    assert found(respond, moment, usage(last_day, "2025-01-01")) == expected


def test_the_clocks_of_several_machines_may_be_a_second_apart(respond: Any) -> None:
    yesterday = usage("2026-11-30")
    assert found(respond, MIDNIGHT, yesterday, capabilities=[]) == []
    assert found(respond, MIDNIGHT + timedelta(seconds=1), yesterday, capabilities=[]) == [DAY, MONTH]


def test_the_time_is_that_of_the_last_health_and_what_the_clock_was_set_forward_by(respond: Any) -> None:
    days = BackendDays()
    respond_in = {"capabilities": ["time-control"]}
    health = respond(HEALTH, told(MIDNIGHT - timedelta(hours=1)), **respond_in)
    shown = respond(USAGE, usage("2026-11-30"), **respond_in)
    assert days.violations(health) == []
    assert days.violations(shown) == []
    current_environment().clock_advanced += timedelta(hours=1)
    assert [violation.finding for violation in days.violations(shown)] == [DAY, MONTH]


@pytest.mark.parametrize(("queries", "today"), [(2, 3), (0, 2), (2, 0), (0, 0)])
def test_a_history_that_ends_too_early_does_not_say_which_day_is_counted(
    respond: Any, queries: int, today: int
) -> None:
    assert found(respond, MIDNIGHT, usage("2026-11-30", queries=queries, today=today)) == []


@pytest.mark.parametrize(
    "shown", [{}, [], {"historical": None}, {"historical": []}, usage("today"), {"historical": [7]}]
)
def test_days_that_are_none_are_for_the_schema(respond: Any, shown: object) -> None:
    assert found(respond, MIDNIGHT, shown) == []


def test_another_environment_has_not_told_the_time(respond: Any) -> None:
    days = BackendDays()
    health = respond(HEALTH, told(MIDNIGHT))
    days.violations(health)
    assert days.violations(respond(USAGE, usage("2026-11-29"))) == []


@pytest.mark.parametrize("timestamp", [None, "today", 1e300, 1_796_083_200_000])
def test_a_time_that_is_none_is_not_told(respond: Any, timestamp: object) -> None:
    days = BackendDays()
    health, shown = respond(HEALTH, {"timestamp": timestamp}), respond(USAGE, usage("2026-11-29"))
    days.violations(health)
    assert days.violations(shown) == []


def test_other_responses_tell_no_time_and_show_no_day(respond: Any) -> None:
    days, manuals = BackendDays(), ApiRequest("GET", "/api/manuals")
    told_elsewhere, shown_elsewhere = respond(manuals, told(MIDNIGHT)), respond(manuals, usage("2026-11-29"))
    shown, health = respond(USAGE, usage("2026-11-29")), respond(HEALTH, told(MIDNIGHT))
    days.violations(told_elsewhere)
    assert days.violations(shown) == []
    days.violations(health)
    assert days.violations(shown_elsewhere) == []
    assert days.violations(shown) != []
