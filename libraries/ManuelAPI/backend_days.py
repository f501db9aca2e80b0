"""The usage that is shown is that of the backend's day, which has begun when the backend's own clock says so."""

from datetime import UTC, date, datetime, timedelta
from http.client import OK
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cause_register.rules import DAY_IS_OVER, MONTH_IS_OVER
from ManuelAPI.json_bodies import object_of
from ManuelAPI.violations import Violation
from ManuelEnvironment import Capability, Environment, current_environment
from ManuelEnvironment.clocks import CLOCK_DIFFERENCE

if TYPE_CHECKING:
    from requests import Response

HEALTH, USAGE = "/health", "/api/user/usage"
FINDING, PLACE = "the usage is that of", "historical[].date"


class BackendDays:
    """The earliest time that it can be by the backend's clock, as `GET /health` tells it, and the day whose usage is shown."""

    def __init__(self) -> None:
        self._told: datetime | None = None
        self._advanced = timedelta()
        self._environment: Environment | None = None

    def violations(self, response: "Response") -> list[Violation]:
        """Return a violation for the day, and one for the month, if a response shows the usage of one that has ended."""
        if _is_of(response, HEALTH):
            self._take(object_of(response).get("timestamp"))
        shown = _counted_day(object_of(response)) if _is_of(response, USAGE) else None
        earliest = self._earliest() if shown else None
        if shown is None or earliest is None or shown >= earliest.date():
            return []
        message = f"today has the requests of {shown}, but it is {earliest:%Y-%m-%d %H:%M:%S} UTC by the backend's clock"
        over = [Violation(message, f"{FINDING} a day that is over", PLACE, DAY_IS_OVER)]
        if shown < earliest.date().replace(day=1):
            over.append(Violation(message, f"{FINDING} a month that is over", PLACE, MONTH_IS_OVER))
        return over

    def _take(self, timestamp: Any) -> None:
        """Record the timestamp; invalid values are reported by the schema check."""
        try:
            self._told = datetime.fromtimestamp(timestamp, UTC)
        except (TypeError, ValueError, OverflowError, OSError):
            return
        self._environment = current_environment()
        self._advanced = self._environment.clock_advanced

    def _earliest(self) -> datetime | None:
        """Return the earliest time that it can be; None if the backend has told none, as after the environment has changed."""
        environment = current_environment()
        if self._told is None or environment is not self._environment:
            return None
        has_one_clock = environment.offers(Capability.TIME_CONTROL)
        since = environment.clock_advanced - self._advanced
        return self._told + since - (timedelta() if has_one_clock else CLOCK_DIFFERENCE)


def _is_of(response: "Response", path: str) -> bool:
    request = response.request
    is_path = urlsplit(str(request.url)).path.endswith(path)
    return is_path and (request.method, response.status_code) == ("GET", OK)


def _counted_day(usage: dict[str, Any]) -> date | None:
    """Return the day whose requests a usage counts as today's: the last of its history, if that has just as many.

    None if the counts differ or are 0, which shows nothing, and without a history, which the schema check reports.
    """
    try:
        counts = {date.fromisoformat(day["date"]): day["queries"] for day in usage["historical"]}
        last, today = max(counts), usage["current_usage"]["daily_queries"]
    except (KeyError, TypeError, ValueError):
        return None
    return last if today and counts[last] == today else None
