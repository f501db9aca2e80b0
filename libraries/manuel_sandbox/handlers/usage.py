"""`GET /api/user/usage` and `/api/user/quota`: what the user has used, and what is left."""

from typing import Any

from manuel_sandbox.domain.costs import CostLedger
from manuel_sandbox.domain.usage import UsageReader, percent_used, remaining, status_of
from manuel_sandbox.handlers.api import HandlerRequest, HandlerResponse, ok
from manuel_sandbox.times import Clock, day_of


class GetUsage:
    """Shows the user's own counters and costs."""

    def __init__(self, *, usage: UsageReader, costs: CostLedger, clock: Clock) -> None:
        self._usage = usage
        self._costs = costs
        self._clock = clock

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        record = self._usage.of(request.user_id)
        month = self._costs.this_month(request.user_id)
        counters = record.counters
        return ok(
            {
                "user_id": request.user_id,
                "current_usage": {
                    "daily_queries": counters.daily_used,
                    "daily_limit": counters.daily_limit,
                    "daily_remaining": remaining(counters.daily_limit, counters.daily_used),
                    "monthly_queries": counters.monthly_used,
                    "monthly_limit": counters.monthly_limit,
                    "monthly_remaining": remaining(counters.monthly_limit, counters.monthly_used),
                },
                "breakdown": {**record.by_operation, "total": sum(record.by_operation.values())},
                "daily_costs": month.of_day(day_of(self._clock())).as_json(),
                "monthly_costs": month.as_json(),
                "recent_queries": month.recent(),
                "historical": [
                    {"date": day.isoformat(), "queries": queries} for day, queries in record.history
                ],
            }
        )


class GetQuota:
    """Shows how much of the user's own quotas is used."""

    def __init__(self, *, usage: UsageReader) -> None:
        self._usage = usage

    def __call__(self, request: HandlerRequest) -> HandlerResponse:
        """Handle one request."""
        record = self._usage.of(request.user_id)
        counters = record.counters
        return ok(
            {
                "user_id": request.user_id,
                "quotas": {
                    "daily": _quota(counters.daily_limit, counters.daily_used),
                    "monthly": _quota(counters.monthly_limit, counters.monthly_used),
                },
                "status": status_of(counters),
                "last_operation": record.last_operation,
                "last_updated": record.last_updated,
            }
        )


def _quota(limit: int, used: int) -> dict[str, Any]:
    return {
        "limit": limit,
        "used": used,
        "remaining": remaining(limit, used),
        "percent_used": percent_used(limit, used),
    }
