"""Quotas, costs, and `/api/user`."""

import time
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from flask import Blueprint, current_app, g, jsonify
from flask.typing import ResponseReturnValue

from careless.aws import Aws
from careless.errors import ApiError
from careless.identity import signed_in

YEAR = 400 * 24 * 3600
LEVELS = ((100, "EXCEEDED"), (90, "CRITICAL"), (75, "WARNING"), (50, "MODERATE"))
blueprint = Blueprint("usage", __name__)


def store() -> "Usage":
    """Return the usage of the users."""
    usage: Usage = current_app.extensions["usage"]
    return usage


class Table:
    """A table with plain values."""

    def __init__(self, aws: Aws, name: str) -> None:
        self._aws, self._name = aws, name

    def get(self, **key: str) -> dict[str, Any]:
        """Return a row, empty if there is none."""
        reply = self._call("get_item", Key=_item(key), ConsistentRead=True)
        return _row(reply.get("Item", {}))

    def put(self, row: dict[str, Any]) -> None:
        """Write a row."""
        self._call("put_item", Item=_item(row))

    def delete(self, **key: str) -> bool:
        """Delete a row; return whether there was one."""
        return "Attributes" in self._call("delete_item", Key=_item(key), ReturnValues="ALL_OLD")

    def rows(self, user_id: str, prefix: str = "", newest_first: bool = False) -> list[dict[str, Any]]:
        """Return the rows of a partition."""
        rows: list[dict[str, Any]] = []
        more: dict[str, Any] = {}
        while True:
            reply = self._call(
                "query",
                KeyConditionExpression="user_id = :user AND begins_with(#date, :prefix)"
                if prefix
                else "user_id = :user",
                ExpressionAttributeNames={"#date": "date"} if prefix else None,
                ExpressionAttributeValues=_item(
                    {":user": user_id, **({":prefix": prefix} if prefix else {})}
                ),
                ScanIndexForward=not newest_first,
                ConsistentRead=True,
                **more,
            )
            rows += [_row(item) for item in reply["Items"]]
            if "LastEvaluatedKey" not in reply:
                return rows
            more = {"ExclusiveStartKey": reply["LastEvaluatedKey"]}

    def _call(self, operation: str, **parameters: Any) -> Any:
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._aws.call("dynamodb", operation, TableName=self._name, **given)


class Usage:
    """Counts what users do."""

    def __init__(self, aws: Aws) -> None:
        self.table = Table(aws, aws.config.usage_table)
        self._daily, self._monthly = aws.config.daily_limit, aws.config.monthly_limit

    def count(self, user_id: str, operation: str) -> dict[str, int]:
        """Count a request and return the counters.

        Raises:
            ApiError: A quota is used up.
        """
        today = datetime.now(UTC).date()
        row = self.table.get(user_id=user_id, date=today.isoformat())
        daily, monthly = int(row.get("daily_count", 0)), self._of_month(user_id, today)
        for quota, used, limit in (("monthly", monthly, self._monthly), ("daily", daily, self._daily)):
            if used > limit:
                raise self._exceeded(quota, limit, self._counters(daily, monthly))
        self.table.put(
            {
                **row,
                "user_id": user_id,
                "date": today.isoformat(),
                "month": today.strftime("%Y-%m"),
                "daily_count": daily + 1,
                "monthly_count": monthly + 1,
                f"{operation}_count": int(row.get(f"{operation}_count", 0)) + 1,
                "last_operation": operation,
                "last_updated": _now(),
                "ttl": int(time.time()) + YEAR,
            }
        )
        return self._counters(daily + 1, monthly + 1)

    def record_cost(self, user_id: str, operation: str, eur: Decimal) -> None:
        """Record what a request cost."""
        now = datetime.now(UTC).isoformat(timespec="microseconds")
        self.table.put(
            {
                "user_id": f"cost#{user_id}",
                "date": f"{now}#{g.request_id}",
                "operation": operation,
                "cost_eur": eur,
                "timestamp": int(time.time()),
                "ttl": int(time.time()) + YEAR,
            }
        )

    def counters(self, user_id: str) -> dict[str, int]:
        """Return the counters of a user."""
        today = datetime.now(UTC).date()
        row = self.table.get(user_id=user_id, date=today.isoformat())
        return self._counters(int(row.get("daily_count", 0)), self._of_month(user_id, today))

    def _of_month(self, user_id: str, today: date) -> int:
        rows = self.table.rows(user_id, today.strftime("%Y-%m"))
        return int(rows[-1].get("monthly_count", 0)) if rows else 0

    def _counters(self, daily: int, monthly: int) -> dict[str, int]:
        return {
            "daily_used": daily,
            "daily_limit": self._daily,
            "monthly_used": monthly,
            "monthly_limit": self._monthly,
        }

    def _exceeded(self, quota: str, limit: int, counters: dict[str, int]) -> ApiError:
        return ApiError(
            429,
            "quota_exceeded",
            f"The {quota} quota of {limit} requests is used up.",
            usage_info={"quota": quota, **counters},
        )


@blueprint.get("/api/user/usage")
@signed_in
def usage() -> ResponseReturnValue:
    """Show counters and costs."""
    counters = store().counters(g.user)
    today = datetime.now(UTC).date()
    row = store().table.get(user_id=g.user, date=today.isoformat())
    costs = store().table.rows(f"cost#{g.user}", today.strftime("%Y-%m"), newest_first=True)
    days = [today - timedelta(days=back) for back in range(7)]
    by_operation = {name: int(row.get(f"{name}_count", 0)) for name in ("transcribe", "query")}
    body = {
        "user_id": g.user,
        "current_usage": {
            "daily_queries": counters["daily_used"],
            "daily_limit": counters["daily_limit"],
            "daily_remaining": max(0, counters["daily_limit"] - counters["daily_used"]),
            "monthly_queries": counters["monthly_used"],
            "monthly_limit": counters["monthly_limit"],
            "monthly_remaining": max(0, counters["monthly_limit"] - counters["monthly_used"]),
        },
        "breakdown": {**by_operation, "total": sum(by_operation.values())},
        "daily_costs": _costs([cost for cost in costs if cost["date"].startswith(today.isoformat())]),
        "monthly_costs": _costs(costs),
        "recent_queries": [
            {
                "operation": cost["operation"],
                "timestamp": int(cost["timestamp"]),
                "cost_eur": float(cost["cost_eur"]),
            }
            for cost in costs[:10]
        ],
        "historical": [
            {
                "date": day.isoformat(),
                "queries": int(store().table.get(user_id=g.user, date=day.isoformat()).get("daily_count", 0)),
            }
            for day in days
        ],
    }
    return jsonify(body)


@blueprint.get("/api/user/quota")
@signed_in
def quota() -> ResponseReturnValue:
    """Show the quotas."""
    counters = store().counters(g.user)
    row = store().table.get(user_id=g.user, date=datetime.now(UTC).date().isoformat())
    quotas = {
        name: _use(counters[f"{name}_limit"], counters[f"{name}_used"]) for name in ("daily", "monthly")
    }
    percent = max(100 * each["used"] / each["limit"] for each in quotas.values())
    body = {
        "user_id": g.user,
        "quotas": quotas,
        "status": next((name for level, name in LEVELS if percent >= level), "OK"),
        "last_operation": row.get("last_operation"),
        "last_updated": row.get("last_updated"),
    }
    return jsonify(body)


def _use(limit: int, used: int) -> dict[str, Any]:
    return {
        "limit": limit,
        "used": used,
        "remaining": max(0, limit - used),
        "percent_used": round(100 * used / limit, 1),
    }


def _costs(rows: list[dict[str, Any]]) -> dict[str, float]:
    def total(*operations: str) -> float:
        return float(sum(row["cost_eur"] for row in rows if row["operation"] in operations))

    return {
        "total_cost_eur": total("transcribe", "query"),
        "transcribe_cost_eur": total("transcribe"),
        "query_cost_eur": total("query"),
    }


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _item(row: dict[str, Any]) -> dict[str, Any]:
    return {name: TypeSerializer().serialize(value) for name, value in row.items()}


def _row(item: dict[str, Any]) -> dict[str, Any]:
    return {name: TypeDeserializer().deserialize(value) for name, value in item.items()}
