"""The backend's clock, and tests that depend on the day."""

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from robot.api import logger
from robot.api.deco import keyword

from cause_register.forms import WrongTime
from ManuelAPI.client import ApiClient
from ManuelEnvironment import Capability, current_environment
from ManuelEnvironment.clocks import CLOCK_DIFFERENCE

Moment = int | float | str | datetime


class ClockKeywords:
    """The time of the backend, whose days end at midnight UTC."""

    def __init__(self, client: ApiClient) -> None:
        self._client = client

    @keyword(tags=["Time", "Getter"])
    def get_backend_time(self) -> datetime:
        """Return the backend's own time in UTC, in whole seconds, from `GET /health`.

        On a local stack it is ahead of this machine's time by as much as `Advance Time By` has advanced it.

        Example:
        ```robotframework
        ${now} =    Get Backend Time
        Should Be Equal    ${usage.historical}[-1][date]    ${now.date().isoformat()}
        ```
        """
        health = self._client.call("GET", "/health")
        return _time_of(health.timestamp)

    @keyword(tags=["Time", "Getter"])
    def get_seconds_until_midnight(self) -> int:
        """Return how many seconds the backend's day still lasts.

        Example:
        ```robotframework
        Use Quota    until=${daily_quota}
        ${left} =    Get Seconds Until Midnight
        Ask    How do I descale it?    status=429
        ${wait: int} =    Get Response Header    Retry-After
        Number Should Be    ${wait}    at_most=${left}
        ```
        """
        now = self.get_backend_time()
        return int((_next_day(now) - now).total_seconds())

    @keyword(tags=["Time", "Getter"])
    def get_seconds_until_next_month(self) -> int:
        """Return how many seconds the backend's month still lasts.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Set Monthly Usage    ${monthly_quota}
        ${left} =    Get Seconds Until Next Month
        Ask    How do I descale it?    status=429
        ${wait: int} =    Get Response Header    Retry-After
        Number Should Be    ${wait}    at_most=${left}
        ```
        """
        now = self.get_backend_time()
        return int((_next_month(now) - now).total_seconds())

    @keyword(tags=["Time", "Getter"])
    def get_last_days(self, count: int) -> list[str]:
        """Return the ISO dates of the backend's last days, of which today is the last.

        Args:
            count: How many days.

        Example:
        ```robotframework
        ${week} =    Get Last Days    7
        ${usage} =    Get Usage
        ${dates} =    Get Values    ${usage.historical}    date
        Lists Should Be Equal    ${dates}    ${week}
        ```
        """
        today = self.get_backend_time().date()
        return [(today - timedelta(days=ago)).isoformat() for ago in reversed(range(count))]

    @keyword(tags=["Time", "Value", "Assertion"])
    def time_should_be_between(self, time: Moment, earliest: Moment, latest: Moment) -> None:
        """Fail if a point in time is before the earliest or after the latest one allowed, in whole seconds.

        Each of them may be what [Get Backend Time] returns, epoch seconds, or ISO 8601 as `2026-11-28T06:30:00Z`. They may come
        from clocks of several machines, so one second more at either end is allowed.

        Args:
            time: The point in time.
            earliest: The first second allowed.
            latest: The last second allowed.

        Raises:
            AssertionError: It is earlier or later.

        Example:
        ```robotframework
        ${before} =    Get Backend Time
        ${answer} =    Ask    How do I descale it?
        ${after} =    Get Backend Time
        Time Should Be Between    ${answer.timestamp}    ${before}    ${after}
        ```
        """
        moment, first, last = whole_second(time), whole_second(earliest), whole_second(latest)
        if not first - CLOCK_DIFFERENCE <= moment <= last + CLOCK_DIFFERENCE:
            raise AssertionError(str(WrongTime(str(first), str(last), str(moment))))

    @keyword(tags=["Time"])
    def keep_clear_of_midnight(self, *, margin: timedelta = timedelta(seconds=20)) -> None:
        """Make sure that the backend's day does not end during the test, when counters would start again.

        If midnight is nearer than the margin, the keyword sets the backend's clock forward past midnight; where the clock cannot
        be set, it waits until midnight has passed.

        Args:
            margin: How long the test may take.

        Example:
        ```robotframework
        Keep Clear Of Midnight
        Remember Usage
        ```
        """
        left = time_until_next_day(self.get_backend_time())
        if left <= margin:
            self._pass(left)

    @keyword(tags=["Time"])
    def keep_clear_of_month_end(self, *, days: int = 1) -> None:
        """Make sure that the backend's month lasts some more days, so that a test can go to the next day within the month.

        If it does not, the keyword sets the backend's clock forward to the next month. Needs the capability `time-control`.

        Args:
            days: How many whole days of the month must follow the current day.

        Raises:
            ConfigurationError: The clock of this environment cannot be set.

        Example:
        ```robotframework
        Keep Clear Of Month End
        Ask    How do I descale it?
        Advance Time By    1 day
        ```
        """
        self.keep_clear_of_midnight()
        now = self.get_backend_time()
        if (now + timedelta(days=days)).month != now.month:
            current_environment().advance_clock(time_until_next_month(now))

    @keyword(tags=["Time"])
    def go_to_next_day(self) -> None:
        """Set the backend's clock forward to the first seconds of its next day. Needs the capability `time-control`.

        Raises:
            ConfigurationError: The clock of this environment cannot be set.

        Example:
        ```robotframework
        Use Quota    until=${daily_quota}
        Go To Next Day
        Ask    How do I descale it?
        ```
        """
        current_environment().advance_clock(time_until_next_day(self.get_backend_time()))

    @keyword(tags=["Time"])
    def go_to_next_month(self) -> None:
        """Set the backend's clock forward to the first seconds of its next month. Needs the capability `time-control`.

        Raises:
            ConfigurationError: The clock of this environment cannot be set.

        Example:
        ```robotframework
        Ask    How do I descale it?
        Set Monthly Usage    ${monthly_quota}
        Go To Next Month
        Ask    How do I descale it?
        ```
        """
        current_environment().advance_clock(time_until_next_month(self.get_backend_time()))

    def _pass(self, duration: timedelta) -> None:
        environment = current_environment()
        if environment.offers(Capability.TIME_CONTROL):
            environment.advance_clock(duration)
        else:
            logger.info(
                f"The backend's day ends in {duration.total_seconds():g} s: waiting for the next one."
            )
            time.sleep(duration.total_seconds())


def whole_second(time: Moment) -> datetime:
    """Return a point in time in UTC, without the fraction of its second.

    Raises:
        AssertionError: It is not a time, such as a number of milliseconds.
    """
    return (time if isinstance(time, datetime) else _time_of(time)).replace(microsecond=0)


def _time_of(told: Any) -> datetime:
    """Return the time that a backend tells."""
    try:
        return datetime.fromisoformat(told) if isinstance(told, str) else datetime.fromtimestamp(told, UTC)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise AssertionError(
            f"Expected a time in ISO 8601, or in seconds since 1970.\nGot {told!r}: {error}."
        ) from None


def time_until_next_day(moment: datetime) -> timedelta:
    """Return the time from a moment to the first second of the next day.

    Example:
        >>> time_until_next_day(datetime(2026, 11, 30, 23, 59, 50, tzinfo=UTC))
        datetime.timedelta(seconds=11)
    """
    return _next_day(moment) - moment + timedelta(seconds=1)


def time_until_next_month(moment: datetime) -> timedelta:
    """Return the time from a moment to the first second of the next month.

    Example:
        >>> time_until_next_month(datetime(2026, 11, 30, tzinfo=UTC))
        datetime.timedelta(days=1, seconds=1)
    """
    return _next_month(moment) - moment + timedelta(seconds=1)


def _next_day(moment: datetime) -> datetime:
    return _midnight_before(moment) + timedelta(days=1)


def _next_month(moment: datetime) -> datetime:
    days_of_next_month = moment.replace(day=28) + timedelta(days=4)
    return _midnight_before(days_of_next_month.replace(day=1))


def _midnight_before(moment: datetime) -> datetime:
    return moment.replace(hour=0, minute=0, second=0, microsecond=0)
