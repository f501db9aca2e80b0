"""When schedules are due, and that they are then run."""

from datetime import UTC, datetime

import pytest

from event_sources.schedule_expression import InvalidScheduleError, parse_schedule
from event_sources.scheduler import ScheduledRun, Scheduler


def moment(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def text(moment: float | None) -> str | None:
    return None if moment is None else datetime.fromtimestamp(moment, UTC).isoformat()[:16]


@pytest.mark.parametrize(
    ("expression", "after", "due"),
    [
        ("cron(0 10 * * ? *)", "2026-03-01T09:59", "2026-03-01T10:00"),
        ("cron(0 10 * * ? *)", "2026-03-01T10:00", "2026-03-02T10:00"),
        ("cron(15 12 ? * MON-FRI *)", "2026-11-27T13:00", "2026-11-30T12:15"),
        ("cron(0/15 * * * ? *)", "2026-01-01T00:15", "2026-01-01T00:30"),
        ("cron(5,35 14 * * ? *)", "2026-01-01T14:10", "2026-01-01T14:35"),
        ("cron(0 8 1 * ? *)", "2026-01-01T08:00", "2026-02-01T08:00"),
        ("cron(0 0 L * ? *)", "2028-02-01T00:00", "2028-02-29T00:00"),
        ("cron(0 0 15W * ? *)", "2026-08-01T00:00", "2026-08-14T00:00"),
        ("cron(0 0 1W * ? *)", "2026-08-01T00:00", "2026-08-03T00:00"),
        ("cron(0 9 ? * 2#1 *)", "2026-01-01T00:00", "2026-01-05T09:00"),
        ("cron(0 9 ? * 6L *)", "2026-01-01T00:00", "2026-01-30T09:00"),
        ("cron(0 0 1 JAN ? 2027-2028)", "2027-01-01T00:00", "2028-01-01T00:00"),
        ("cron(0 0 1 JAN ? 2020)", "2026-01-01T00:00", None),
        ("at(2026-11-20T13:00:00)", "2026-11-20T12:59", "2026-11-20T13:00"),
        ("at(2026-11-20T13:00:00)", "2026-11-20T13:00", None),
    ],
)
def test_a_schedule_has_a_next_moment(expression: str, after: str, due: str | None) -> None:
    assert text(parse_schedule(expression, begun_at=0)(moment(after))) == due


def test_rate_counts_from_its_beginning() -> None:
    due = parse_schedule("rate(5 minutes)", begun_at=1000)

    assert [due(1000), due(1299), due(1300)] == [1300, 1300, 1600]
    assert parse_schedule("rate(1 day)", begun_at=0)(0) == 86_400


def test_time_zone_of_a_cron_expression() -> None:
    due = parse_schedule("cron(0 10 * * ? *)", begun_at=0, time_zone="Europe/Berlin")

    assert text(due(moment("2026-07-01T00:00"))) == "2026-07-01T08:00"


def moments(expression: str, begin: str, end: str) -> list[str | None]:
    """Return when a schedule of Berlin is due between two times in UTC."""
    next_after, found = parse_schedule(expression, begun_at=0, time_zone="Europe/Berlin"), []
    due = next_after(moment(begin))
    while due is not None and due <= moment(end):
        found.append(text(due))
        due = next_after(due)
    return found


@pytest.mark.parametrize(
    ("expression", "due"),
    [
        ("cron(30 2 * * ? *)", ["2026-10-24T00:30", "2026-10-25T00:30", "2026-10-26T01:30"]),
        ("cron(0/30 2 25 10 ? *)", ["2026-10-25T00:00", "2026-10-25T00:30"]),
        ("cron(30 * 25 10 ? 2026)", ["2026-10-24T22:30", "2026-10-24T23:30", "2026-10-25T00:30", "2026-10-25T02:30"]),
    ],
)  # fmt: skip
def test_a_time_that_clocks_show_twice_is_due_once(expression: str, due: list[str]) -> None:
    """Source: Amazon EventBridge Scheduler User Guide, "Schedule types", "Daylight savings time"."""
    assert moments(expression, "2026-10-24T00:00", "2026-10-26T02:00")[: len(due)] == due
    assert moments(expression, "2026-10-25T01:05", "2026-10-25T01:45") == []


def test_a_time_that_clocks_skip_is_not_due() -> None:
    """Source: Amazon EventBridge Scheduler User Guide, "Schedule types", "Daylight savings time"."""
    due = moments("cron(30 2 * * ? *)", "2026-03-28T00:00", "2026-03-30T02:00")

    assert due == ["2026-03-28T01:30", "2026-03-30T00:30"]


@pytest.mark.parametrize(
    "expression",
    [
        "every minute", "rate(0 minutes)", "rate(5 seconds)", "cron(* * * * *)", "cron(0 10 * * * *)", "cron(0 10 ? * ? *)",
        "cron(60 * * * ? *)", "cron(0 0 1 13 ? *)", "at(tomorrow)",
    ],
)  # fmt: skip
def test_an_invalid_schedule_is_refused(expression: str) -> None:
    with pytest.raises(InvalidScheduleError):
        parse_schedule(expression, begun_at=0)


def test_clock_that_is_put_forward_makes_up_for_what_was_due() -> None:
    now, runs = [1000.0], []
    schedules = [
        ScheduledRun(
            "minutes", parse_schedule("rate(1 minute)", begun_at=1000), lambda at: runs.append(("minute", at))
        ),
        ScheduledRun(
            "hours", parse_schedule("rate(2 minutes)", begun_at=1000), lambda at: runs.append(("two", at))
        ),
    ]
    scheduler = Scheduler(schedules, clock=lambda: now[0])

    scheduler.run_due()
    assert runs == []
    now[0] += 130
    scheduler.run_due()
    scheduler.run_due()

    assert runs == [("minute", 1060.0), ("minute", 1120.0), ("two", 1120.0)]


def test_a_run_that_fails_is_logged_and_ends_no_other(caplog: pytest.LogCaptureFixture) -> None:
    now, runs = [0.0], []

    def fail(at: float) -> None:
        raise KeyError("target")

    schedules = [
        ScheduledRun("bad", parse_schedule("rate(1 minute)", begun_at=0), fail),
        ScheduledRun("good", parse_schedule("rate(2 minutes)", begun_at=0), runs.append),
    ]
    scheduler = Scheduler(schedules, clock=lambda: now[0])

    now[0] = 120
    scheduler.run_due()
    scheduler.run_due()

    assert runs == [120.0]
    assert caplog.messages == [
        f"bad has failed that was due at 1970-01-01T00:0{minute}:00Z" for minute in (1, 2)
    ]
    assert all(record.exc_info for record in caplog.records)
