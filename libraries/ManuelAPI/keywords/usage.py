"""Usage and quota of the current user."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from robot.api.deco import keyword
from robot.utils import DotDict

from cause_register.forms import A_QUOTA, GROWTH_OF_USAGE, USAGE, NoItemOfToday, WrongGrowth, WrongUsage
from cause_register.usage_failures import COUNTING, TOO_OFTEN, TOO_SELDOM
from field_comparison.comparison import field, paths
from ManuelAPI.client import ApiClient
from ManuelAPI.failures import failure_in_form
from ManuelAPI.field_assertions import require_fields
from ManuelAPI.preconditions import never_happened, record_success
from ManuelAPI.rate_limits import require_requests_of_a_user
from ManuelAuth.identity import current_identity
from ManuelEnvironment import BlockedError, current_environment


@dataclass(frozen=True)
class _Mark:
    """The start of counting: the ISO date of the day, and the queries of that day so far."""

    date: str
    queries: int


BEGINNING = _Mark("", 0)
OTHER_REQUESTS = 10
"""How many requests a test may send within the same window of the rate limit, in addition to those that use up its quota."""


class UsageKeywords:
    """Keywords for what the current user has used, and may use."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client
        self._remembered: dict[str, _Mark] = {}

    def forget_usage(self) -> None:
        """Forget the usage that a test has remembered: users that an environment keeps go on using it."""
        self._remembered.clear()

    @keyword(tags=["Usage", "Getter"])
    def get_usage(self, *, status: int | None = None) -> DotDict:
        """Return the current user's usage.

        Args:
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `user_id`, `current_usage`, `historical`, `breakdown` and costs; the error's body if another status is expected.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        Sign In
        ${usage} =    Get Usage
        Should Be Equal    ${usage.current_usage.daily_queries}    ${0}
        ```
        """
        usage: DotDict = self._client.call("GET", "/api/user/usage", status=status)
        return usage

    @keyword(tags=["Usage", "Getter"])
    def get_quota(self, *, status: int | None = None) -> DotDict:
        """Return the current user's quotas.

        Args:
            status: The expected status, if the test is about it; by default it needs a success.

        Returns:
            `quotas.daily`, `quotas.monthly` and `status`; the error's body if another status is expected.

        Raises:
            AssertionError: The status differs.

        Example:
        ```robotframework
        ${quota} =    Get Quota
        Should Be Equal    ${quota.status}    OK
        ```
        """
        quota: DotDict = self._client.call("GET", "/api/user/quota", status=status)
        return quota

    @keyword(tags=["Usage", "Assertion"])
    def usage_should_be(self, **fields: Any) -> DotDict:
        """Get the current user's usage and fail unless each of these fields has exactly this value.

        Args:
            fields: Fields of [Get Usage], written as for [Response Should Have]; `daily_queries` and the other members of
                `current_usage` are found by their own names.

        Returns:
            The usage, as [Get Usage] gives it.

        Raises:
            AssertionError: A field differs, or there is none of this name.

        Example:
        ```robotframework
        Use Quota    until=3
        Usage Should Be    daily_queries=3    daily_remaining=${daily_quota - 3}    breakdown.query=3
        ```
        """
        usage = self.get_usage()
        require_fields(USAGE, _with_counters(usage), fields, self._client.last_response)
        return usage

    @keyword(tags=["Usage", "Assertion"])
    def quota_should_be(self, **fields: Any) -> DotDict:
        """Get the current user's quota and fail unless each of these fields has exactly this value.

        Args:
            fields: Fields of [Get Quota], written as for [Response Should Have]; `daily` and `monthly`, the members of
                `quotas`, are found by their own names.

        Returns:
            The quota, as [Get Quota] gives it.

        Raises:
            AssertionError: A field differs, or there is none of this name.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Quota Should Be    status=OK    daily.used=1    monthly.remaining=${monthly_quota - 1}
        ```
        """
        quota = self.get_quota()
        require_fields(A_QUOTA, {**quota, **quota.quotas}, fields, self._client.last_response)
        return quota

    @keyword(tags=["Usage", "Assertion"])
    def usage_should_have_grown_by(self, before: DotDict, **amounts: float) -> DotDict:
        """Get the current user's usage and fail unless each of these numbers has grown by exactly this much.

        Args:
            before: The usage that it is compared with, from [Get Usage] or [Remember Usage].
            amounts: By how much each number has grown, by its name as for [Usage Should Be]; a negative number if it shrank.

        Returns:
            The usage now.

        Raises:
            AssertionError: A number has grown by more or less, or there is none of this name.

        Example:
        ```robotframework
        ${before} =    Get Usage
        ${answer} =    Ask    How do I descale it?
        Usage Should Have Grown By    ${before}    daily_queries=1    daily_remaining=-1
        ...    daily_costs.query_cost_eur=${answer.cost_info.total_cost_eur}
        ```
        """
        usage = self.get_usage()
        growth = _growth(_with_counters(before), _with_counters(usage))
        require_fields(GROWTH_OF_USAGE, growth, amounts, self._client.last_response)
        return usage

    @keyword(tags=["Usage"])
    def remember_usage(self) -> DotDict:
        """Remember the current user's usage, for [Daily Usage Should Have Grown By].

        Example:
        ```robotframework
        Remember Usage
        Ask    How do I descale it?
        Daily Usage Should Have Grown By    1
        ```
        """
        usage = self.get_usage()
        self._remembered[usage.user_id] = _Mark(_today(usage), int(usage.current_usage.daily_queries))
        return usage

    @keyword(tags=["Usage", "Assertion"])
    def daily_usage_should_have_grown_by(self, queries: int) -> None:
        """Fail unless the current user's daily usage has grown by exactly this much.

        The usage counts from [Remember Usage] in the same test or, for a user created by this run, from zero. A midnight in
        between does not matter: the history has the usage of the last seven days.

        Args:
            queries: The number of queries; `0` if the usage must not have grown.

        Raises:
            AssertionError: It has grown by more or less, although it has grown correctly in another test of this run.
            BlockedByCauseError: It has never grown correctly in this run.
            BlockedError: There is nothing to compare it with: the environment keeps its users.

        Example:
        ```robotframework
        Sign In
        Ask    How do I descale it?
        Daily Usage Should Have Grown By    1
        ```
        """
        usage = self.get_usage()
        before = self._usage_before(usage.user_id)
        used = _queries_since(before.date, usage)
        grown = used - before.queries
        if grown != queries:
            error = failure_in_form(
                WrongGrowth(usage.user_id, queries, before.queries, grown, used),
                self._client.last_response,
                "Each successful request is charged once, and no other request.",
            )
            if queries == 0:
                raise error
            _miscounted(grown, queries, error)
        if queries:
            record_success(COUNTING)

    @keyword(tags=["Usage"])
    def use_quota(self, *, until: int) -> DotDict:
        """Ask questions as the current user until the day's usage has reached this number.

        The keyword repeats one question, which the cache answers quickly; where the environment does not charge answers from
        the cache (`cache_hits_charged`), each question is a different one.

        Args:
            until: The day's usage to reach.

        Returns:
            The last answer's `usage`.

        Raises:
            AssertionError: A question was not answered, or was not counted exactly once, as others of this run were.
            BlockedByCauseError: No question of this run has been counted exactly once.
            SkipExecution: The rate limit of a user allows fewer requests than that takes.

        Example:
        ```robotframework
        Use Quota    until=${daily_quota}
        Ask    How do I descale it?    status=429
        ```
        """
        used = int(self.get_usage().current_usage.daily_queries)
        require_requests_of_a_user(until - used + OTHER_REQUESTS)
        usage = DotDict(daily_used=used)
        for number in range(used + 1, until + 1):
            answer = self._client.call("POST", "/api/query", json={"question": _question(number)})
            usage = answer.usage
            if int(usage.daily_used) != number:
                said = WrongUsage(number, usage.daily_used)
                error = failure_in_form(said, self._client.last_response)
                _miscounted(int(usage.daily_used), number, error)
            record_success(COUNTING)
        return usage

    @keyword(tags=["Usage"])
    def set_monthly_usage(self, queries: int) -> None:
        """Set the current user's usage of this month in the usage table, to use up the quota without a month of requests.

        The user must have asked a question today, which creates the item that the keyword changes. Needs the capability
        `aws-inspection`.

        Args:
            queries: The month's usage.

        Raises:
            AssertionError: The table has no item for this user and day.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Set Monthly Usage    ${monthly_quota}
        Ask    How do I descale it?    status=429
        ```
        """
        self._set_counter("monthly_count", queries)

    @keyword(tags=["Usage"])
    def set_daily_usage(self, queries: int) -> None:
        """Set the current user's usage of today in the usage table, to use up the quota without a day of requests.

        As with [Set Monthly Usage], the user must have asked a question today. The usage of the month and that of each
        operation stay the same. Needs the capability `aws-inspection`.

        Args:
            queries: The day's usage.

        Raises:
            AssertionError: The table has no item for this user and day.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Set Daily Usage    ${daily_quota}
        Transcribe    how-do-i-descale-it.wav    status=429
        ```
        """
        self._set_counter("daily_count", queries)

    def _set_counter(self, counter: str, queries: int) -> None:
        usage = self.get_usage()
        environment = current_environment()
        table = environment.resource_name("usage_table")
        dynamodb = environment.aws_client("dynamodb")
        try:
            dynamodb.update_item(
                TableName=table,
                Key={"user_id": {"S": usage.user_id}, "date": {"S": _today(usage)}},
                UpdateExpression=f"SET {counter} = :queries",
                ConditionExpression=f"attribute_exists({counter})",
                ExpressionAttributeValues={":queries": {"N": str(queries)}},
            )
        except dynamodb.exceptions.ConditionalCheckFailedException:
            raise AssertionError(
                f"{NoItemOfToday(usage.user_id, table)}.\n"
                f"Hint: has this user asked a question today, and does the row have a {counter} (docs/aws-resources.md)?"
            ) from None

    def _usage_before(self, user_id: str) -> _Mark:
        if user_id in self._remembered:
            return self._remembered[user_id]
        if current_environment().settings.users == "disposable":
            return BEGINNING
        raise BlockedError(
            "users: configured",
            f"the usage of {current_identity() or 'any user'} goes on from test to test, and this test has not remembered it: "
            "set `users: disposable`, or call Remember Usage first",
        )


def _with_counters(usage: DotDict) -> Mapping[str, Any]:
    return {**usage, **usage.current_usage}


def _growth(before: Mapping[str, Any], after: Mapping[str, Any]) -> Mapping[str, float]:
    """By how much each number has grown, by its path."""
    numbers = {
        path: field(after, path) for path in paths(after) if isinstance(field(after, path), int | float)
    }
    return {path: number - field(before, path) for path, number in numbers.items()}


def _today(usage: DotDict) -> str:
    return str(max(day.date for day in usage.historical))


def _queries_since(date: str, usage: DotDict) -> int:
    """Return how much is used since a day, also if a backend writes numbers as texts, which the contract tells."""
    past = sum(int(day.queries) for day in usage.historical if date <= day.date < _today(usage))
    return int(usage.current_usage.daily_queries) + past


def _question(number: int) -> str:
    if current_environment().settings.cache_hits_charged:
        return "How do I descale it?"
    return f"How do I descale it, step {number}?"


def _miscounted(counted: int, sent: int, error: AssertionError) -> NoReturn:
    got = TOO_OFTEN if counted > sent else TOO_SELDOM
    never_happened(COUNTING, "each successful request to count as one", got, error)
