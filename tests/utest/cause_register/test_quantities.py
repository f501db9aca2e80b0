"""Which members of responses show the same number of a user."""

import pytest

from cause_register.quantities import Quantity, count_of, period_of, quantity_of


@pytest.mark.parametrize(
    ("member", "quantity"),
    [
        ("usage.daily_used", Quantity.DAY),
        ("current_usage.daily_queries", Quantity.DAY),
        ("daily_queries", Quantity.DAY),
        ("quotas.daily.percent_used", Quantity.DAY),
        ("usage_info.monthly_used", Quantity.MONTH),
        ("quotas.monthly.used", Quantity.MONTH),
        ("cost_info.total_cost_eur", Quantity.COST),
        ("cost.total_cost_eur", Quantity.COST),
        ("recent_queries[].cost_eur", Quantity.COST),
        ("recent_queries.cost_eur", Quantity.COST),
        ("usage.daily_remaining", Quantity.LEFT_OF_DAY),
        ("quotas.daily.remaining", Quantity.LEFT_OF_DAY),
        ("monthly_remaining", Quantity.LEFT_OF_MONTH),
    ],
)
def test_what_several_operations_show_is_one_quantity(member: str, quantity: Quantity) -> None:
    assert quantity_of(member) is quantity


@pytest.mark.parametrize(
    "member",
    [
        "usage.daily_limit",
        "daily_costs.total_cost_eur",
        "breakdown.total",
        "historical.queries",
        "daily_queries_failed",
        "status",
    ],
)
def test_what_one_operation_shows_is_wrong_by_itself(member: str) -> None:
    assert quantity_of(member) is None


@pytest.mark.parametrize(
    ("member", "period", "counts"),
    [
        ("daily_remaining", Quantity.DAY, True),
        ("historical.-1.queries", Quantity.DAY, True),
        ("breakdown.query", Quantity.DAY, True),
        ("daily_costs.query_cost_eur", Quantity.DAY, False),
        ("monthly.percent_used", Quantity.MONTH, True),
        ("monthly_costs.total_cost_eur", Quantity.MONTH, False),
        ("cost_info.total_cost_eur", None, False),
        ("daily_limit", None, False),
        ("status", None, False),
    ],
)
def test_a_member_is_about_a_day_or_a_month(member: str, period: Quantity | None, counts: bool) -> None:
    assert period_of(member) is period
    assert count_of(member) is (period if counts else None)
