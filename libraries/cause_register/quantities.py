"""What a member of a response shows, whichever response has it: a count of questions, or what one of them has cost."""

import re
from enum import StrEnum


class Quantity(StrEnum):
    """A number of a user that several operations show, each under a name of its own: if it is wrong, it is so in all of them."""

    DAY = "the count of the day"
    MONTH = "the count of the month"
    LEFT_OF_DAY = "what is left of the day"
    LEFT_OF_MONTH = "what is left of the month"
    COST = "the cost of a request"


_MEMBERS = {
    Quantity.DAY: re.compile(r"(?:.*\.)?daily(?:_queries|_used|\.used|\.percent_used)"),
    Quantity.MONTH: re.compile(r"(?:.*\.)?monthly(?:_queries|_used|\.used|\.percent_used)"),
    Quantity.LEFT_OF_DAY: re.compile(r"(?:.*\.)?daily[._]remaining"),
    Quantity.LEFT_OF_MONTH: re.compile(r"(?:.*\.)?monthly[._]remaining"),
    Quantity.COST: re.compile(
        r"(?:.*\.)?(?:cost_info|cost)\.total_cost_eur|recent_queries(?:\[\])?\.cost_eur"
    ),
}
_PERIODS = {
    Quantity.DAY: re.compile(
        r"(?:.*\.)?daily[._](?:queries|used|remaining|percent_used)|daily_costs\.\w+|breakdown\.\w+|historical\..+"
    ),
    Quantity.MONTH: re.compile(
        r"(?:.*\.)?monthly[._](?:queries|used|remaining|percent_used)|monthly_costs\.\w+"
    ),
}
_COSTS = re.compile(r"(?:daily|monthly)_costs\.")


def quantity_of(member: str) -> Quantity | None:
    """Return what a member shows that other responses show as well; None for any other member.

    Example:
        >>> quantity_of("usage.monthly_used") is quantity_of("quotas.monthly.used") is Quantity.MONTH
        True
        >>> quantity_of("breakdown.query") is None
        True
    """
    return next((quantity for quantity, names in _MEMBERS.items() if names.fullmatch(member)), None)


def period_of(member: str) -> Quantity | None:
    """Return whether a member counts, or adds up, what happens in a day or in a month; None if it does neither.

    Example:
        >>> period_of("historical.-1.queries") is period_of("daily_costs.query_cost_eur") is Quantity.DAY
        True
        >>> period_of("cost_info.total_cost_eur") is None
        True
    """
    return next((period for period, names in _PERIODS.items() if names.fullmatch(member)), None)


def count_of(member: str) -> Quantity | None:
    """Return whose requests a member counts, those of a day or of a month; None if it shows costs, or anything else.

    Example:
        >>> count_of("monthly_remaining") is Quantity.MONTH
        True
        >>> count_of("monthly_costs.total_cost_eur") is None
        True
    """
    return None if _COSTS.match(member) else period_of(member)
