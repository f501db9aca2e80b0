"""Quotas: never exceeded, charged only for successful requests, across days and months."""

import random
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from manuel_sandbox.domain.costs import FREE_ANSWER
from manuel_sandbox.domain.errors import QuotaExceededError
from manuel_sandbox.domain.quota import OperationName
from manuel_sandbox.domain.safe_fetch import Internet
from manuel_sandbox.domain.usage import status_of
from manuel_sandbox.parts import Parts
from manuel_sandbox.settings import DeploymentSettings
from support.reference_backend import Backend, Cloud, User, dead_letters

MID_MONTH = datetime(2026, 11, 15, 10, tzinfo=UTC)
DAILY, MONTHLY = 4, 9
QUOTAS = {"DAILY_QUOTA": str(DAILY), "MONTHLY_QUOTA": str(MONTHLY)}


class Calendar:
    """A clock that only the test advances."""

    def __init__(self, now: datetime = MID_MONTH) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now.timestamp()


def make_parts(cloud: Cloud, clock: Calendar) -> Parts:
    settings = DeploymentSettings.from_environment(cloud.environment(**QUOTAS))
    return Parts(settings, clock, lambda _: None, random.Random(1), Internet())


def spend(parts: Parts, user_id: str, operation: OperationName = "query") -> None:
    with parts.quota.reserve(user_id, operation, str(uuid.uuid4())) as reservation:
        reservation.confirm(FREE_ANSWER)


class QuotaMachine(RuleBasedStateMachine):
    """One user over several days, compared with a model of the expected counts."""

    parts: ClassVar[Parts]
    clock: ClassVar[Calendar]

    def __init__(self) -> None:
        super().__init__()
        self.clock.now = MID_MONTH
        self.user_id = str(uuid.uuid4())
        self.used: dict[date, int] = {}
        self.by_operation = {"query": 0, "transcribe": 0}

    @property
    def today(self) -> date:
        return self.clock.now.date()

    @property
    def this_month(self) -> int:
        return sum(count for day, count in self.used.items() if day.month == self.today.month)

    @property
    def may_ask(self) -> bool:
        return self.used.get(self.today, 0) < DAILY and self.this_month < MONTHLY

    @rule(operation=st.sampled_from(["query", "transcribe"]))
    def succeed(self, operation: OperationName) -> None:
        if not self.may_ask:
            with pytest.raises(QuotaExceededError) as refused:
                spend(self.parts, self.user_id, operation)
            assert refused.value.retry_after is not None
            return
        spend(self.parts, self.user_id, operation)
        self.used[self.today] = self.used.get(self.today, 0) + 1
        self.by_operation[operation] += 1

    @rule()
    def fail(self) -> None:
        with suppress(QuotaExceededError, ZeroDivisionError):
            with self.parts.quota.reserve(self.user_id, "query", str(uuid.uuid4())):
                raise ZeroDivisionError
            raise AssertionError("the failure was swallowed")

    @rule(across_midnight=st.integers(1, 4))
    def fail_after_midnight(self, across_midnight: int) -> None:
        """Let a request begin on one day and fail on the next, after others have begun there."""
        if not self.may_ask:
            return
        reservation = self.parts.quota.reserve(self.user_id, "query", str(uuid.uuid4()))
        self.pass_days(across_midnight)
        if self.may_ask and self.this_month + 1 < MONTHLY:
            self.succeed("query")
        self.parts.quota.release(reservation)

    @rule(days=st.integers(1, 9))
    def pass_days(self, days: int) -> None:
        self.clock.now += timedelta(days=days)
        self.by_operation = {"query": 0, "transcribe": 0}

    @invariant()
    def counts_are_right(self) -> None:
        record = self.parts.usage.of(self.user_id)
        assert record.counters.daily_used == self.used.get(self.today, 0)
        assert record.counters.monthly_used == self.this_month
        assert dict(record.by_operation) == self.by_operation
        assert record.history == tuple(
            (day, self.used.get(day, 0))
            for day in (self.today - timedelta(days=back) for back in range(6, -1, -1))
        )


def test_the_counts_are_right_after_any_sequence_of_requests(empty_cloud: Cloud) -> None:
    clock = Calendar()
    machine = type("Machine", (QuotaMachine,), {"parts": make_parts(empty_cloud, clock), "clock": clock})
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        machine, settings=hypothesis_settings(max_examples=20, stateful_step_count=12, deadline=None)
    )


def test_of_64_concurrent_questions_exactly_ten_are_within_a_quota_of_ten(
    start_backend: Callable[..., Backend],
) -> None:
    user = start_backend(DAILY_QUOTA="10", TIME_BUDGET_SECONDS="25").user()
    with ThreadPoolExecutor(64) as threads:
        replies = list(threads.map(lambda number: user.ask(f"Question {number}?"), range(64)))
    statuses = [reply.status_code for reply in replies]
    assert (statuses.count(200), statuses.count(429)) == (10, 54)
    assert user.used_today() == 10


def test_the_exceeded_quota_is_named(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(DAILY_QUOTA="2", MONTHLY_QUOTA="3")
    user = backend.user()
    assert [user.ask().status_code for _ in range(2)] == [200, 200]
    daily = user.ask()
    assert (daily.status_code, daily.json()["error_type"]) == (429, "quota_exceeded")
    assert daily.json()["usage_info"] == {
        "quota": "daily",
        "daily_used": 2,
        "daily_limit": 2,
        "monthly_used": 2,
        "monthly_limit": 3,
    }
    assert 0 < int(daily.headers["Retry-After"]) <= 24 * 3600
    assert daily.json()["retry_after"] == int(daily.headers["Retry-After"])
    backend.clock.ahead = daily.json()["retry_after"] + 1
    assert user.used_today() == 0


def test_quotas_of_users_are_independent(start_backend: Callable[..., Backend]) -> None:
    backend = start_backend(DAILY_QUOTA="1")
    user = backend.user()
    assert [user.ask().status_code for _ in range(2)] == [200, 429]
    assert backend.user().ask().status_code == 200


def test_the_count_of_the_month_continues_across_days_and_is_reset_with_the_month(cloud: Cloud) -> None:
    clock = Calendar(datetime(2026, 11, 29, 12, tzinfo=UTC))
    parts = make_parts(cloud, clock)
    user_id = str(uuid.uuid4())
    spend(parts, user_id)
    clock.now += timedelta(days=1)
    spend(parts, user_id)
    counters = parts.usage.of(user_id).counters
    assert (counters.daily_used, counters.monthly_used) == (1, 2)
    clock.now += timedelta(days=1)
    assert parts.usage.of(user_id).counters.monthly_used == 0
    spend(parts, user_id)
    counters = parts.usage.of(user_id).counters
    assert (counters.daily_used, counters.monthly_used) == (1, 1)


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_lost_call_counts_a_request_once(backend: Backend, user: User, phase: str) -> None:
    """After a lost response the same update is repeated; the id of the request in the row prevents it from counting twice."""
    user.ask()
    rule = {"service": "dynamodb", "operation": "UpdateItem", "fault": "reset", "skip": 1, "times": 1}
    backend.cloud.engine.add(rule | {"phase": phase})
    assert user.ask("And another one?").status_code == 200
    backend.cloud.engine.clear()
    assert user.used_today() == 2


@pytest.mark.parametrize(
    "rule",
    [
        {"fault": "error", "code": "ProvisionedThroughputExceededException"},
        {"fault": "error", "code": "AccessDeniedException"},
        {"fault": "malformed"},
        {"fault": "truncated"},
    ],
    ids=lambda rule: rule.get("code", rule["fault"]),
)
def test_no_request_is_answered_while_it_can_not_be_counted(
    backend: Backend, user: User, rule: dict[str, Any]
) -> None:
    assert user.ask().status_code == 200
    backend.cloud.engine.add({"service": "dynamodb", "operation": "UpdateItem", "skip": 1, **rule})
    refused = user.ask("Something else?")
    assert (refused.status_code, refused.json()["error_type"]) == (503, "service_unavailable")
    assert not backend.aws_calls(refused, "InvokeModel")


def test_a_failed_question_is_not_charged(backend: Backend, user: User) -> None:
    assert user.ask().status_code == 200
    backend.cloud.engine.add(
        {
            "service": "bedrock-runtime",
            "fault": "error",
            "code": "ValidationException",
            "operation": "InvokeModel",
        }
    )
    assert user.ask("Something else?").status_code == 503
    assert user.used_today() == 1


def test_a_failure_to_record_a_successful_request_is_reported_and_the_request_answered(
    backend: Backend, user: User
) -> None:
    user.ask()
    rule = {"service": "dynamodb", "operation": "PutItem", "fault": "error", "code": "AccessDeniedException"}
    backend.cloud.engine.add(rule | {"times": 1})
    assert user.ask("Something else?").status_code == 200
    assert user.used_today() == 2


def test_a_failure_to_release_a_request_is_reported(backend: Backend, user: User) -> None:
    user.ask()
    engine = backend.cloud.engine
    engine.add({"service": "bedrock-runtime", "fault": "error", "code": "ValidationException"})
    engine.add(
        {
            "service": "dynamodb",
            "operation": "UpdateItem",
            "skip": 2,
            "times": 1,
            "fault": "error",
            "code": "AccessDeniedException",
        }
    )
    failed = user.ask("Something else?")
    assert failed.status_code == 503
    reported = {letter["service"] for letter in dead_letters(backend.cloud, failed.json()["request_id"])}
    assert reported == {"bedrock", "dynamodb"}


def test_usage_and_quota_agree(start_backend: Callable[..., Backend]) -> None:
    user = start_backend(DAILY_QUOTA="4", MONTHLY_QUOTA="40").user()
    assert user.get("/api/user/quota").json()["last_operation"] is None
    user.transcribe()
    user.ask()
    usage, quota = user.get("/api/user/usage").json(), user.get("/api/user/quota").json()
    assert usage["breakdown"] == {"transcribe": 1, "query": 1, "total": 2}
    assert usage["current_usage"]["daily_remaining"] == quota["quotas"]["daily"]["remaining"] == 2
    assert quota["quotas"]["daily"]["percent_used"] == 50
    assert (quota["status"], quota["last_operation"]) == ("MODERATE", "query")
    assert usage["historical"][-1]["queries"] == 2
    assert [entry["operation"] for entry in usage["recent_queries"]] == ["query", "transcribe"]
    assert usage["daily_costs"] == usage["monthly_costs"]
    costs = usage["daily_costs"]
    assert costs["total_cost_eur"] == pytest.approx(costs["query_cost_eur"] + costs["transcribe_cost_eur"])
    assert costs["query_cost_eur"] > 0


@pytest.mark.parametrize(
    ("used", "status"),
    [
        (0, "OK"),
        (49, "OK"),
        (50, "MODERATE"),
        (74, "MODERATE"),
        (75, "WARNING"),
        (89, "WARNING"),
        (90, "CRITICAL"),
        (99, "CRITICAL"),
        (100, "EXCEEDED"),
        (120, "EXCEEDED"),
    ],
)
def test_the_status_is_that_of_the_most_used_quota(used: int, status: str) -> None:
    from manuel_sandbox.domain.quota import Counters

    assert status_of(Counters(used, 100, 0, 1000)) == status
    assert status_of(Counters(0, 100, used, 100)) == status
