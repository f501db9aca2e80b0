"""Quotas: how many requests a user may make in a day and in a month.

One row per user and day holds both counts, so that one conditional update checks and counts at once. A request is counted
when it begins, and released when it fails. The ids of unfinished requests are kept in the row, so that an update whose reply
has been lost is not applied twice. The first request of a day takes over the count of the month from the previous row, and
closes that row.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, Self

from manuel_sandbox.aws.errors import DependencyError, DependencyTimeoutError, DependencyUnavailableError
from manuel_sandbox.aws.invocation import grace_period
from manuel_sandbox.aws.table import ConditionNotMetError, Row, TableClient
from manuel_sandbox.domain.costs import Cost, CostLedger
from manuel_sandbox.domain.error_tracking import ErrorReporter
from manuel_sandbox.domain.errors import QuotaExceededError
from manuel_sandbox.times import Clock, day_of, first_of_next_month, iso, month_of, seconds_until

OperationName = Literal["transcribe", "query"]

ROW_LIFETIME = timedelta(days=400)
ATTEMPTS_TO_COUNT = 10
MAY_BE_COUNTED = (
    "attribute_exists(monthly_count) AND attribute_not_exists(carried_over)"
    " AND daily_count < :daily_limit AND monthly_count < :monthly_limit"
    " AND NOT contains(reservations, :request_id)"
)


@dataclass(frozen=True, slots=True)
class QuotaLimits:
    """The numbers of requests that are allowed."""

    daily: int
    monthly: int


@dataclass(frozen=True, slots=True)
class Counters:
    """The numbers of requests that have been made and that are allowed."""

    daily_used: int
    daily_limit: int
    monthly_used: int
    monthly_limit: int

    def as_json(self) -> dict[str, int]:
        """Return the numbers by their names in the API."""
        return {
            "daily_used": self.daily_used,
            "daily_limit": self.daily_limit,
            "monthly_used": self.monthly_used,
            "monthly_limit": self.monthly_limit,
        }


@dataclass
class Reservation:
    """One request that has been counted, and is released unless it is confirmed.

    Attributes:
        counters: The counters just after the request has been counted.
    """

    quota: "Quota"
    user_id: str
    request_id: str
    operation: OperationName
    day: date
    counters: Counters
    is_confirmed: bool = False

    @property
    def counters_without(self) -> Counters:
        """The counters once this request is released."""
        used = self.counters
        return replace(used, daily_used=used.daily_used - 1, monthly_used=used.monthly_used - 1)

    def confirm(self, cost: Cost) -> Counters:
        """Keep a successful request counted and record its cost."""
        self.is_confirmed = True
        self.quota.settle(self, cost)
        return self.counters

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self.is_confirmed:
            self.quota.release(self)


class Quota:
    """The quotas of all users."""

    def __init__(
        self,
        *,
        limits: QuotaLimits,
        table: TableClient,
        costs: CostLedger,
        error_reporter: ErrorReporter,
        clock: Clock,
    ) -> None:
        self._limits = limits
        self._table = table
        self._costs = costs
        self._error_reporter = error_reporter
        self._clock = clock

    def reserve(self, user_id: str, operation: OperationName, request_id: str) -> Reservation:
        """Count a request before it is worked on.

        Raises:
            QuotaExceededError: The quota of the day or of the month is used up.
            DependencyError: The request can't be counted, so that it must not be processed.
        """
        for _ in range(ATTEMPTS_TO_COUNT):
            day = day_of(self._clock())
            with self._given_back_if_unconfirmed(user_id, day, operation, request_id):
                row = self._count(user_id, day, operation, request_id)
            if row is not None:
                return Reservation(self, user_id, request_id, operation, day, self._counters(row))
        raise DependencyUnavailableError(
            "dynamodb", "UpdateItem", "Contention", "the row of the day kept changing"
        )

    @contextmanager
    def _given_back_if_unconfirmed(
        self, user_id: str, day: date, operation: OperationName, request_id: str
    ) -> Iterator[None]:
        """Release a request that may have been counted although every reply to that was lost."""
        try:
            yield
        except (DependencyUnavailableError, DependencyTimeoutError):
            with grace_period(), suppress(ConditionNotMetError, DependencyError):  # reported with the request
                self._take_back(user_id, day, operation, request_id)
            raise

    def settle(self, reservation: Reservation, cost: Cost) -> None:
        """Record a successful request.

        A failure to do so is reported, and the request stays counted and answered.
        """
        try:
            self._table.update(
                _key(reservation.user_id, reservation.day),
                "SET last_operation = :operation, last_updated = :now DELETE reservations :request",
                {
                    "operation": reservation.operation,
                    "now": iso(self._clock()),
                    "request": {reservation.request_id},
                },
            )
            self._costs.record(reservation.user_id, reservation.request_id, cost)
        except DependencyError as error:
            self._error_reporter.report(error, request_id=reservation.request_id, user_id=reservation.user_id)

    def release(self, reservation: Reservation) -> None:
        """Release a failed request.

        A failure to do so is reported, since the user has then been charged for nothing.
        """
        try:
            with grace_period(), suppress(ConditionNotMetError):
                self._give_back(reservation)
        except DependencyError as error:
            self._error_reporter.report(error, request_id=reservation.request_id, user_id=reservation.user_id)

    def _count(self, user_id: str, day: date, operation: OperationName, request_id: str) -> Row | None:
        """Return the row that counts the request, or None if counting has to be tried again."""
        try:
            return self._table.update(
                _key(user_id, day),
                f"ADD daily_count :one, monthly_count :one, #{operation}_count :one, reservations :request",
                {
                    "one": 1,
                    "request": {request_id},
                    "request_id": request_id,
                    "daily_limit": self._limits.daily,
                    "monthly_limit": self._limits.monthly,
                },
                condition=MAY_BE_COUNTED,
            )
        except ConditionNotMetError as failed:
            row = failed.row
        if not row:
            self._open_day(user_id, day)
            return None
        if request_id in row.get("reservations", ()):
            return row
        if not row.get("carried_over"):
            self._require_quota(self._counters(row), day)
        return None

    def _require_quota(self, counters: Counters, day: date) -> None:
        if counters.monthly_used >= counters.monthly_limit:
            raise self._exceeded("monthly", counters.monthly_limit, counters, first_of_next_month(day))
        if counters.daily_used >= counters.daily_limit:
            raise self._exceeded("daily", counters.daily_limit, counters, day + timedelta(days=1))

    def _exceeded(self, quota: str, limit: int, counters: Counters, ends: date) -> QuotaExceededError:
        return QuotaExceededError(
            f"The {quota} quota of {limit} requests is used up; it will be reset on {ends.isoformat()} (UTC).",
            retry_after=seconds_until(ends, self._clock()),
            usage_info={"quota": quota, **counters.as_json()},
        )

    def _open_day(self, user_id: str, day: date) -> None:
        """Create the row of a day, with the count of the month taken over from the previous row."""
        previous = self._latest_row_of_month(user_id, day)
        with suppress(ConditionNotMetError):  # another request has been faster
            if previous is None:
                self._table.put(
                    self._new_row(user_id, day, monthly_count=0), condition="attribute_not_exists(user_id)"
                )
            else:
                self._carry_over(user_id, day, previous)

    def _carry_over(self, user_id: str, day: date, previous: Row) -> None:
        self._table.transact(
            self._table.putting(
                self._new_row(user_id, day, monthly_count=int(previous["monthly_count"])),
                condition="attribute_not_exists(user_id)",
            ),
            self._table.updating(
                {"user_id": user_id, "date": previous["date"]},
                "SET carried_over = :yes",
                {"yes": True, "seen": previous["monthly_count"]},
                condition="monthly_count = :seen AND attribute_not_exists(carried_over)",
            ),
        )

    def _latest_row_of_month(self, user_id: str, day: date) -> Row | None:
        first, last = day.replace(day=1).isoformat(), (day - timedelta(days=1)).isoformat()
        if last < first:
            return None
        page = self._table.query(
            "user_id = :user AND #date BETWEEN :first AND :last",
            {"user": user_id, "first": first, "last": last},
            newest_first=True,
            limit=1,
        )
        return next(iter(page.rows), None)

    def _new_row(self, user_id: str, day: date, *, monthly_count: int) -> Row:
        return {
            **_key(user_id, day),
            "month": month_of(day),
            "daily_count": 0,
            "monthly_count": monthly_count,
            "transcribe_count": 0,
            "query_count": 0,
            "ttl": int(self._clock() + ROW_LIFETIME.total_seconds()),
        }

    def _give_back(self, reservation: Reservation) -> None:
        user_id, request_id = reservation.user_id, reservation.request_id
        try:
            row = self._take_back(user_id, reservation.day, reservation.operation, request_id)
        except ConditionNotMetError as released:  # by an attempt whose reply was lost
            row = released.row
        if row.get("carried_over"):
            self._table.transact(
                self._table.updating(
                    _key(user_id, day_of(self._clock())),
                    "ADD monthly_count :less",
                    {"less": -1, "none": 0},
                    condition="monthly_count > :none",
                )
            )

    def _take_back(self, user_id: str, day: date, operation: OperationName, request_id: str) -> Row:
        """Return the row that no longer counts the request."""
        return self._table.update(
            _key(user_id, day),
            f"ADD daily_count :less, monthly_count :less, #{operation}_count :less DELETE reservations :request",
            {"less": -1, "request": {request_id}, "request_id": request_id},
            condition="contains(reservations, :request_id)",
        )

    def _counters(self, row: Row) -> Counters:
        return Counters(
            daily_used=int(row["daily_count"]),
            daily_limit=self._limits.daily,
            monthly_used=int(row["monthly_count"]),
            monthly_limit=self._limits.monthly,
        )


def _key(user_id: str, day: date) -> dict[str, str]:
    return {"user_id": user_id, "date": day.isoformat()}
