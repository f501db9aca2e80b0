"""Schedule expressions: `rate(5 minutes)`, `cron(0 12 ? * MON-FRI *)`, `at(2026-11-20T13:00:00)`.

Amazon EventBridge User Guide, "Cron and rate expressions"; Amazon EventBridge Scheduler User Guide, "Schedule types".
"""

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from zoneinfo import ZoneInfo

EXPRESSION = re.compile(r"(rate|cron|at)\((.*)\)")
RATE = re.compile(r"([1-9]\d*) (minute|hour|day)s?")
SECONDS = {"minute": 60, "hour": 3600, "day": 86_400}
MONTHS = {name.upper(): str(number) for number, name in enumerate(calendar.month_abbr) if name}
DAYS = {
    name: str(number)
    for number, name in enumerate(("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"), start=1)
}
CRON_FIELDS = 6
FIRST_YEAR, LAST_YEAR = 1970, 2199

Next = Callable[[float], float | None]
"""Returns the first time after a given time, both in epoch seconds; None if there is none."""


class InvalidScheduleError(ValueError):
    """EventBridge does not accept the expression."""


def parse_schedule(expression: str, *, begun_at: float, time_zone: str = "UTC") -> Next:
    """Return when a schedule is due.

    Args:
        expression: The expression.
        begun_at: The moment from which a rate counts, in epoch seconds.
        time_zone: The time zone of a cron or at expression.

    Raises:
        InvalidScheduleError: It is not a schedule expression.
    """
    found = EXPRESSION.fullmatch(expression.strip())
    if not found:
        raise InvalidScheduleError(f"{expression!r} is not rate(…), cron(…) or at(…)")
    kind, text = found.groups()
    try:
        if kind == "rate":
            return _rate(text, begun_at)
        zone = ZoneInfo(time_zone)
        return _at(text, zone) if kind == "at" else _Cron.parse(text, zone).next_after
    except (ValueError, KeyError) as error:
        raise InvalidScheduleError(f"{expression!r} is not a schedule expression: {error}") from None


def _rate(text: str, begun_at: float) -> Next:
    found = RATE.fullmatch(text.strip())
    if not found:
        raise ValueError("a rate is a number and minutes, hours or days")
    seconds = int(found[1]) * SECONDS[found[2]]
    return lambda moment: begun_at + (max(0, int((moment - begun_at) // seconds)) + 1) * seconds


def _at(text: str, zone: tzinfo) -> Next:
    due = datetime.fromisoformat(text.strip()).replace(tzinfo=zone).timestamp()
    return lambda moment: due if moment < due else None


@dataclass(frozen=True, slots=True)
class _Cron:
    """A cron expression with its fields as the values that match."""

    minutes: frozenset[int]
    hours: frozenset[int]
    days: str
    months: frozenset[int]
    weekdays: str
    years: frozenset[int]
    zone: tzinfo

    @classmethod
    def parse(cls, text: str, zone: tzinfo) -> "_Cron":
        fields = text.upper().split()
        if len(fields) != CRON_FIELDS:
            raise ValueError(f"it has {len(fields)} fields instead of {CRON_FIELDS}")
        minutes, hours, days, months, weekdays, years = fields
        if (days == "?") == (weekdays == "?"):
            raise ValueError("exactly one of day of the month and day of the week must be ?")
        cron = cls(
            _values(minutes, 0, 59),
            _values(hours, 0, 23),
            days,
            _values(_replace_names(months, MONTHS), 1, 12),
            _replace_names(weekdays, DAYS),
            _values(years, FIRST_YEAR, LAST_YEAR),
            zone,
        )
        cron.days_of(2024, 1)
        return cron

    def next_after(self, moment: float) -> float | None:
        """Return the first matching time after a given time."""
        begin = datetime.fromtimestamp(moment, self.zone)
        for day in self._days_from(begin.date()):
            for hour in sorted(self.hours):
                for minute in sorted(self.minutes):
                    due = self._moment_of(datetime.combine(day, time(hour, minute, tzinfo=self.zone)))
                    if due is not None and due > moment:
                        return due
        return None

    def _days_from(self, first: date) -> Iterator[date]:
        for year in sorted(year for year in self.years if year >= first.year):
            for month in sorted(self.months):
                if (year, month) >= (first.year, first.month):
                    days = (date(year, month, day) for day in sorted(self.days_of(year, month)))
                    yield from (day for day in days if day >= first)

    def _moment_of(self, local: datetime) -> float | None:
        """Return when clocks show a local time for the first time; None if they skip it, as in spring.

        Source: Amazon EventBridge Scheduler User Guide, "Schedule types", "Daylight savings time". Where clocks are put back, a
        schedule runs once, and at a time that does not exist it does not run.
        """
        moment = local.timestamp()
        return moment if datetime.fromtimestamp(moment, self.zone) == local else None

    def days_of(self, year: int, month: int) -> set[int]:
        """Return the days of a month that match."""
        last = calendar.monthrange(year, month)[1]
        if self.weekdays == "?":
            return set(_days_of_month(self.days, year, month, last))
        return set(_days_by_weekday(self.weekdays, year, month, last))


def _replace_names(field: str, numbers: dict[str, str]) -> str:
    for name, number in numbers.items():
        field = field.replace(name, number)
    return field


def _values(field: str, first: int, last: int) -> frozenset[int]:
    """Return the values of a field such as `*`, `5`, `1-5`, `0/15` and lists of these."""
    values: set[int] = set()
    for part in field.split(","):
        span, slash, step = part.partition("/")
        begin, dash, end = span.partition("-")
        lowest = first if begin == "*" else int(begin)
        highest = int(end) if dash else last if slash or begin == "*" else lowest
        if not first <= lowest <= highest <= last:
            raise ValueError(f"{part} is not within {first} and {last}")
        values.update(range(lowest, highest + 1, int(step) if slash else 1))
    return frozenset(values)


def _days_of_month(field: str, year: int, month: int, last: int) -> Iterator[int]:
    if field == "L":
        yield last
    elif field.endswith("W"):
        yield _nearest_weekday(year, month, last if field == "LW" else int(field[:-1]), last)
    else:
        yield from (day for day in _values(field, 1, 31) if day <= last)


def _nearest_weekday(year: int, month: int, day: int, last: int) -> int:
    """Return the day from Monday to Friday that is nearest to a day, in the same month."""
    for distance in (0, -1, 1, -2, 2):
        near = day + distance
        if 1 <= near <= last and calendar.weekday(year, month, near) < calendar.SATURDAY:
            return near
    raise ValueError(f"{day} is not a day of the month")


def _days_by_weekday(field: str, year: int, month: int, last: int) -> Iterator[int]:
    def weekday(day: int) -> int:
        return (calendar.weekday(year, month, day) + 1) % 7 + 1

    if field == "L":
        field = "7"
    if field.endswith("L"):
        yield max(day for day in range(1, last + 1) if weekday(day) == int(field[:-1]))
    elif "#" in field:
        wanted, _, number = field.partition("#")
        matching = [day for day in range(1, last + 1) if weekday(day) == int(wanted)]
        yield from matching[int(number) - 1 : int(number)]
    else:
        values = _values(field, 1, 7)
        yield from (day for day in range(1, last + 1) if weekday(day) in values)
