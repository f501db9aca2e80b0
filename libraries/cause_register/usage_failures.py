"""Failures that are about what a user has used: counts, the day and month that they are of, and the status of the quotas."""

import re
from typing import NamedTuple

from cause_register.forms import OtherGrowth, OtherUsage
from cause_register.members import NOTHING, TOO_LARGE, TOO_SMALL, wrong_number
from cause_register.quantities import Quantity, count_of, period_of

COUNTING = "counting of requests"
"""The operation of the cause that no request of the run has been counted as one."""
TOO_OFTEN, TOO_SELDOM = "more than that", "less than that"
"""How each request is counted then."""
FINDING = re.compile(r"^  - (.*)$", re.MULTILINE)
ABOUT_DATES = re.compile(r"Expected dates to be ")
ABOUT_GROWTH = re.compile(r"Expected growth of the usage ")
ABOUT_USAGE = re.compile(r"Expected (growth of the usage|a quota|usage|an object|a response) with ")
MEMBER = re.compile(r"(?:there is no field )?([\w.-]+?)(?: is |\.?$|\. )")
NOT_REFUSED = re.compile(r"Expected status 429\.\nGot 2\d\d ")
COUNTER = re.compile(r'"(daily|monthly)_(used|limit)": (\d+)')
QUOTA_USED_UP = re.compile(r'Expected status 2\d\d\.\nGot 429 [^\n]*"quota": "(?:(daily)|monthly)"')


def is_about_count(counter: Quantity | None, failure: str) -> bool:
    """Return whether too little is counted, or a request served, where this counter is looked at; without one, where any is."""
    if NOT_REFUSED.match(failure):
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
    if growth := OtherGrowth.read(failure):
        return _Counted(growth.wanted, growth.grown)
    usage = OtherUsage.read(failure)
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
    if ABOUT_DATES.match(failure):
        return period is Quantity.DAY
    if NOT_REFUSED.match(failure):
        return _has_quota_left(failure)
    if ABOUT_GROWTH.match(failure):
        return _is_of_costs_that_do_not_grow(period, failure)
    if used_up := QUOTA_USED_UP.match(failure):
        return (period is Quantity.DAY) == (used_up[1] is not None)
    members = _members_of_usage(failure)
    return bool(members) and all(period_of(member) is period for member in members)


def _is_of_costs_that_do_not_grow(period: Quantity, failure: str) -> bool:
    number = wrong_number(failure)
    is_of_costs = (
        number is not None and period_of(number.member) is period and count_of(number.member) is None
    )
    return is_of_costs and number is not None and number.deviation == NOTHING


def is_about_quota_status(failure: str) -> bool:
    """Return whether a failure has no other finding than the status of the quotas."""
    return failure.startswith("Expected a quota with ") and _members_of_usage(failure) == ["status"]


def _members_of_usage(failure: str) -> list[str]:
    """Return which members of usage, quota or an answer are wrong or missing; nothing if a failure is about anything else."""
    if not ABOUT_USAGE.match(failure):
        return []
    found = [MEMBER.match(finding) for finding in FINDING.findall(failure)]
    return [member[1] if member else "" for member in found]
