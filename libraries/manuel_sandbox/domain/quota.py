"""How many requests a user may make in a day and in a month.

One row a user and day holds both counts, so that one conditional update checks and counts at once. A request is counted
when it begins and given back when it fails; the ids of requests under way are kept in the row, so that an update whose
reply was lost is not made twice. The first request of a day takes the month's count over from the row before, and closes
that row.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, Self

from manuel_sandbox.aws.clients import AwsClients, attributes
from manuel_sandbox.aws.dependency import Dependency
from manuel_sandbox.aws.errors import DependencyError, DependencyRefusedError, DependencyUnavailableError
from manuel_sandbox.aws.replies import InvalidReplyError
from manuel_sandbox.domain.costs import Cost, CostBook
from manuel_sandbox.domain.errors import QuotaExceededError
from manuel_sandbox.domain.times import Clock, day_of, first_of_next_month, iso, month_of, seconds_until
from manuel_sandbox.domain.troubles import TroubleReport

OperationName = Literal["transcribe", "query"]

ROW_LIFETIME = timedelta(days=400)
ATTEMPTS_TO_COUNT = 10
CONDITION_FAILED = "ConditionalCheckFailedException"
TRANSACTION_CANCELED = "TransactionCanceledException"


@dataclass(frozen=True, slots=True)
class QuotaLimits:
    """How many requests are allowed."""

    daily: int
    monthly: int


@dataclass(frozen=True, slots=True)
class Counters:
    """How many requests were made, and how many are allowed."""

    daily_used: int
    daily_limit: int
    monthly_used: int
    monthly_limit: int

    def as_json(self) -> dict[str, int]:
        """By the names of the API."""
        return {
            "daily_used": self.daily_used,
            "daily_limit": self.daily_limit,
            "monthly_used": self.monthly_used,
            "monthly_limit": self.monthly_limit,
        }


class Reservation:
    """One request that is counted, and given back unless it is confirmed.

    Attributes:
        counters: As they were when the request was counted.
    """

    def __init__(
        self, quota: "Quota", *, user_id: str, request_id: str, operation: OperationName, day: date, row: Any
    ) -> None:
        self._quota = quota
        self.user_id = user_id
        self.request_id = request_id
        self.operation = operation
        self.day = day
        self.counters = quota.counters(row)
        self._is_confirmed = False

    def confirm(self, cost: Cost) -> Counters:
        """The request succeeded: it stays counted, and its cost is written down."""
        self._is_confirmed = True
        self._quota.settle(self, cost)
        return self.counters

    def counters_without(self) -> Counters:
        """The counters as they are once this request is given back."""
        return replace(
            self.counters,
            daily_used=self.counters.daily_used - 1,
            monthly_used=self.counters.monthly_used - 1,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._is_confirmed:
            self._quota.release(self)


class Quota:
    """The quotas of all users."""

    def __init__(  # noqa: PLR0913 - what it works with
        self,
        *,
        limits: QuotaLimits,
        table: str,
        clients: AwsClients,
        dynamodb: Dependency,
        costs: CostBook,
        troubles: TroubleReport,
        clock: Clock,
    ) -> None:
        self._limits = limits
        self._table = table
        self._clients = clients
        self._dynamodb = dynamodb
        self._costs = costs
        self._troubles = troubles
        self._clock = clock

    def reserve(self, user_id: str, operation: OperationName, request_id: str) -> Reservation:
        """Count a request before it is worked on.

        Raises:
            QuotaExceededError: The day's or the month's quota is used up.
            DependencyError: The count can't be read or written; then the request must not go on.
        """
        for _ in range(ATTEMPTS_TO_COUNT):
            day = day_of(self._clock())
            try:
                row: Mapping[str, Any] | None = self._count(user_id, day, operation, request_id)
            except DependencyRefusedError as error:
                row = self._why_not_counted(error, user_id, day, request_id)
            if row is not None:
                return Reservation(
                    self, user_id=user_id, request_id=request_id, operation=operation, day=day, row=row
                )
        raise DependencyUnavailableError(
            "dynamodb", "UpdateItem", "Contention", "the day's row kept changing"
        )

    def settle(self, reservation: Reservation, cost: Cost) -> None:
        """Write down what a request that succeeded was; a failure of this is reported, and leaves the request counted."""
        try:
            self._dynamodb.call(
                self._clients.dynamodb.update_item,
                TableName=self._table,
                Key=_key(reservation.user_id, reservation.day),
                UpdateExpression="SET last_operation = :operation, last_updated = :now DELETE reservations :request",
                ExpressionAttributeValues={
                    ":operation": reservation.operation,
                    ":now": iso(self._clock()),
                    ":request": {reservation.request_id},
                },
            )
            self._costs.enter(reservation.user_id, reservation.request_id, cost)
        except DependencyError as error:
            self._troubles.report(error, request_id=reservation.request_id, user_id=reservation.user_id)

    def release(self, reservation: Reservation) -> None:
        """Give a request back that failed; a failure of this is reported, since the user then paid for nothing."""
        try:
            row = self._uncount(reservation)
            if row.get("carried_over"):
                self._uncount_month(reservation.user_id)
        except DependencyRefusedError as error:
            if error.cause_type != CONDITION_FAILED:
                self._troubles.report(error, request_id=reservation.request_id, user_id=reservation.user_id)
        except DependencyError as error:
            self._troubles.report(error, request_id=reservation.request_id, user_id=reservation.user_id)

    def counters(self, row: Mapping[str, Any]) -> Counters:
        """The counts of one row."""
        return Counters(
            daily_used=int(row["daily_count"]),
            daily_limit=self._limits.daily,
            monthly_used=int(row["monthly_count"]),
            monthly_limit=self._limits.monthly,
        )

    def _count(self, user_id: str, day: date, operation: OperationName, request_id: str) -> Mapping[str, Any]:
        return self._dynamodb.call(
            self._update_item,
            Key=_key(user_id, day),
            UpdateExpression="ADD daily_count :one, monthly_count :one, #operation :one, reservations :request",
            ConditionExpression=(
                "attribute_exists(monthly_count) AND attribute_not_exists(carried_over)"
                " AND daily_count < :daily_limit AND monthly_count < :monthly_limit"
                " AND NOT contains(reservations, :request_id)"
            ),
            ExpressionAttributeNames={"#operation": f"{operation}_count"},
            ExpressionAttributeValues={
                ":one": 1,
                ":request": {request_id},
                ":request_id": request_id,
                ":daily_limit": self._limits.daily,
                ":monthly_limit": self._limits.monthly,
            },
        )

    def _why_not_counted(
        self, error: DependencyRefusedError, user_id: str, day: date, request_id: str
    ) -> Mapping[str, Any] | None:
        """Take the reason away why a request was not counted, or find that it was counted after all.

        Returns:
            The row, if the request is counted in it; None if it has to be tried again.
        """
        if error.cause_type != CONDITION_FAILED:
            raise error
        row = attributes(error.reply.get("Item", {}))
        if not row:
            self._open_day(user_id, day)
            return None
        if request_id in row.get("reservations", ()):
            return row
        if not row.get("carried_over"):
            self._refuse_if_used_up(self.counters(row), day)
        return None

    def _refuse_if_used_up(self, counters: Counters, day: date) -> None:
        if counters.monthly_used >= counters.monthly_limit:
            raise self._exceeded("monthly", counters, first_of_next_month(day))
        if counters.daily_used >= counters.daily_limit:
            raise self._exceeded("daily", counters, day + timedelta(days=1))

    def _exceeded(self, quota: str, counters: Counters, ends: date) -> QuotaExceededError:
        limit = counters.daily_limit if quota == "daily" else counters.monthly_limit
        return QuotaExceededError(
            f"The {quota} quota of {limit} requests is used up; it starts anew on {ends.isoformat()} (UTC).",
            retry_after=seconds_until(ends, self._clock()),
            usage_info={"quota": quota, **counters.as_json()},
        )

    def _open_day(self, user_id: str, day: date) -> None:
        """Make the day's row, with the month's count taken over from the row before; another request may be quicker."""
        previous = self._latest_row_of_month(user_id, day)
        try:
            if previous is None:
                self._dynamodb.call(
                    self._clients.dynamodb.put_item,
                    TableName=self._table,
                    Item=self._new_row(user_id, day, monthly_count=0),
                    ConditionExpression="attribute_not_exists(user_id)",
                )
            else:
                self._carry_over(user_id, day, previous)
        except DependencyRefusedError as error:
            if error.cause_type not in (CONDITION_FAILED, TRANSACTION_CANCELED):
                raise

    def _carry_over(self, user_id: str, day: date, previous: Mapping[str, Any]) -> None:
        new_row = self._new_row(user_id, day, monthly_count=int(previous["monthly_count"]))
        put: Any = {
            "TableName": self._table,
            "Item": new_row,
            "ConditionExpression": "attribute_not_exists(user_id)",
        }
        close: Any = {
            "TableName": self._table,
            "Key": {"user_id": user_id, "date": previous["date"]},
            "UpdateExpression": "SET carried_over = :yes",
            "ConditionExpression": "monthly_count = :seen AND attribute_not_exists(carried_over)",
            "ExpressionAttributeValues": {":yes": True, ":seen": previous["monthly_count"]},
        }
        self._dynamodb.call(
            self._clients.dynamodb.transact_write_items, TransactItems=[{"Put": put}, {"Update": close}]
        )

    def _latest_row_of_month(self, user_id: str, day: date) -> Mapping[str, Any] | None:
        first, last = day.replace(day=1).isoformat(), (day - timedelta(days=1)).isoformat()
        if last < first:
            return None
        reply = self._dynamodb.call(
            self._clients.dynamodb.query,
            TableName=self._table,
            KeyConditionExpression="user_id = :user AND #date BETWEEN :first AND :last",
            ExpressionAttributeNames={"#date": "date"},
            ExpressionAttributeValues={":user": user_id, ":first": first, ":last": last},
            ScanIndexForward=False,
            ConsistentRead=True,
            Limit=1,
        )
        return next(iter(reply["Items"]), None)

    def _new_row(self, user_id: str, day: date, *, monthly_count: int) -> dict[str, Any]:
        return {
            **_key(user_id, day),
            "month": month_of(day),
            "daily_count": 0,
            "monthly_count": monthly_count,
            "transcribe_count": 0,
            "query_count": 0,
            "ttl": int(self._clock() + ROW_LIFETIME.total_seconds()),
        }

    def _uncount(self, reservation: Reservation) -> Mapping[str, Any]:
        return self._dynamodb.call(
            self._update_item,
            Key=_key(reservation.user_id, reservation.day),
            UpdateExpression=(
                "ADD daily_count :less, monthly_count :less, #operation :less DELETE reservations :request"
            ),
            ConditionExpression="contains(reservations, :request_id)",
            ExpressionAttributeNames={"#operation": f"{reservation.operation}_count"},
            ExpressionAttributeValues={
                ":less": -1,
                ":request": {reservation.request_id},
                ":request_id": reservation.request_id,
            },
        )

    def _uncount_month(self, user_id: str) -> None:
        self._dynamodb.call(
            self._update_item,
            Key=_key(user_id, day_of(self._clock())),
            UpdateExpression="ADD monthly_count :less",
            ConditionExpression="monthly_count > :none",
            ExpressionAttributeValues={":less": -1, ":none": 0},
        )

    def _update_item(self, **update: Any) -> Mapping[str, Any]:
        reply = self._clients.dynamodb.update_item(
            TableName=self._table,
            ReturnValues="ALL_NEW",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
            **update,
        )
        if "Attributes" not in reply:
            raise InvalidReplyError("UpdateItem did not return the row")
        return reply["Attributes"]


def _key(user_id: str, day: date) -> dict[str, str]:
    return {"user_id": user_id, "date": day.isoformat()}
