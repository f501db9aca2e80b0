"""Failures that are about what a user has used: counts, the day and month that they are of, and the status of the quotas."""

import re
from http.client import TOO_MANY_REQUESTS
from typing import NamedTuple

from cause_register.forms import (
    A_QUOTA,
    A_RESPONSE,
    AN_OBJECT,
    EXPECTED,
    GROWTH_OF_USAGE,
    USAGE,
    AnotherValue,
    ExpectedFields,
    FieldFinding,
    NoField,
    Unmet,
    WrongGrowth,
    WrongUsage,
    findings_in,
)
from cause_register.members import NOTHING, TOO_LARGE, TOO_SMALL, wrong_number
from cause_register.quantities import Quantity, count_of, period_of
from cause_register.statuses import SUCCESS, kind_of, wrong_status

COUNTING = "counting of requests"
"""The operation of the cause that requests are counted more than once, or not counted."""
TOO_OFTEN, TOO_SELDOM = "more than that", "less than that"
"""How each request is counted then."""
SHOWING_COUNTERS = (GROWTH_OF_USAGE, USAGE, A_QUOTA, AN_OBJECT, A_RESPONSE)
DATES = "dates"
"""The variable of the days of which usage is shown."""
COUNTER = re.compile(r'"(daily|monthly)_(used|limit)": (\d+)')
USED_UP = re.compile(r'"quota": "(daily|monthly)"')


def is_about_count(counter: Quantity | None, failure: str) -> bool:
    """Return whether too little is counted, or a request served, where this counter is looked at; without one, where any is."""
    if _is_not_refused(failure):
        return _has_quota_left(failure)
    counters = {Quantity.DAY, Quantity.MONTH} if counter is None else {counter}
    if counted := _counted_in_the_day(failure):
        return Quantity.DAY in counters and counted.got < counted.wanted
    members = _members_of_usage(failure)
    is_counted = bool(members) and all(count_of(member) in counters for member in members)
    return is_about_quota_status(failure) or (is_counted and _is_too_few(failure))


def is_about_counting(counted: str, failure: str) -> bool:
    """Return whether a count is wrong as it is where each request is counted too often, or too seldom or not at all.

    What nothing should be counted in is not: that is about a request which should not be counted.

    Args:
        counted: `TOO_OFTEN` or `TOO_SELDOM`.
        failure: The message of one failure.
    """
    is_too_often = counted == TOO_OFTEN
    if of_the_day := _counted_in_the_day(failure):
        wanted, got = of_the_day
        return wanted > 0 and (got > wanted if is_too_often else got < wanted)
    number = wrong_number(failure)
    if number is None or count_of(number.member) is None:
        return False
    if is_too_often:
        return number.deviation == (TOO_SMALL if "remaining" in number.member else TOO_LARGE)
    return _is_too_few(failure)


class _Counted(NamedTuple):
    """How many requests should be counted, or be more than before, and how many are."""

    wanted: int
    got: int


def _counted_in_the_day(failure: str) -> _Counted | None:
    """Return what a failure says of the requests of a day; None if it is about anything else."""
    if growth := WrongGrowth.read(failure):
        return _Counted(growth.wanted, growth.grown)
    usage = WrongUsage.read(failure)
    return _Counted(usage.wanted, usage.used) if usage else None


def _is_too_few(failure: str) -> bool:
    """Return whether a count is missing or too small; what remains is then too large, or does not become less."""
    number = wrong_number(failure)
    if number is None:
        return True
    wrong = TOO_LARGE if "remaining" in number.member else TOO_SMALL
    return number.deviation in (wrong, NOTHING)


def _has_quota_left(failure: str) -> bool:
    """Return whether an answer shows counters that leave something of each quota: by what it shows, it should not be refused."""
    shown = {(period, kind): int(number) for period, kind, number in COUNTER.findall(failure)}
    periods = ("daily", "monthly")
    return len(shown) == len(periods) * 2 and all(
        shown[period, "used"] < shown[period, "limit"] for period in periods
    )


def is_about_period(period: Quantity, failure: str) -> bool:
    """Return whether a failure is about what has been used in a day, or in a month, which the backend has not begun.

    By how much usage grows is not: that it is counted on another day changes nothing. Costs that do not grow are those of
    another day.
    """
    dates = AnotherValue.read(failure)
    if dates and dates.path == DATES:
        return period is Quantity.DAY
    if _is_not_refused(failure):
        return _has_quota_left(failure)
    if _subject_of(failure) == GROWTH_OF_USAGE:
        return _is_of_costs_that_do_not_grow(period, failure)
    if used_up := _quota_used_up(failure):
        return period is used_up
    members = _members_of_usage(failure)
    return bool(members) and all(period_of(member) is period for member in members)


def _is_not_refused(failure: str) -> bool:
    wrong = wrong_status(failure)
    return wrong is not None and wrong.wanted == TOO_MANY_REQUESTS and kind_of(wrong.got) == SUCCESS


def _quota_used_up(failure: str) -> Quantity | None:
    """Return which quota is used up by what is said in place of a success; None if a failure is about anything else."""
    wrong, unmet = wrong_status(failure), Unmet.read(failure)
    if wrong is None or unmet is None or kind_of(wrong.wanted) != SUCCESS or wrong.got != TOO_MANY_REQUESTS:
        return None
    quota = USED_UP.search(unmet.got)
    return {"daily": Quantity.DAY, "monthly": Quantity.MONTH}[quota[1]] if quota else None


def _is_of_costs_that_do_not_grow(period: Quantity, failure: str) -> bool:
    number = wrong_number(failure)
    is_of_costs = (
        number is not None and period_of(number.member) is period and count_of(number.member) is None
    )
    return is_of_costs and number is not None and number.deviation == NOTHING


def is_about_quota_status(failure: str) -> bool:
    """Return whether a failure has no other finding than the status of the quotas."""
    return _subject_of(failure) == A_QUOTA and _members_of_usage(failure) == ["status"]


def _members_of_usage(failure: str) -> list[str]:
    """Return which members of usage, quota or an answer are wrong or missing; nothing if a failure is about anything else."""
    if _subject_of(failure) not in SHOWING_COUNTERS:
        return []
    found = [NoField.read(finding) or FieldFinding.read(finding) for finding in findings_in(failure)]
    return [field.path if field else "" for field in found]


def _subject_of(failure: str) -> str:
    """Return what should have fields with other values; an empty text if a failure is about anything else."""
    fields = ExpectedFields.read(failure.removeprefix(EXPECTED)) if failure.startswith(EXPECTED) else None
    return fields.subject if fields else ""
